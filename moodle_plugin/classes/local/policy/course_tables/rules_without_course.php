<?php
// This file is part of Moodle - https://moodle.org/
//
// Moodle is free software: you can redistribute it and/or modify
// it under the terms of the GNU General Public License as published by
// the Free Software Foundation, either version 3 of the License, or
// (at your option) any later version.
//
// Moodle is distributed in the hope that it will be useful,
// but WITHOUT ANY WARRANTY; without even the implied warranty of
// MERCHANTABILITY or FITNESS FOR A PARTICULAR PURPOSE.  See the
// GNU General Public License for more details.
//
// You should have received a copy of the GNU General Public License
// along with Moodle.  If not, see <https://www.gnu.org/licenses/>.

/**
 * Functions that name no course: those that tell nothing about any, and those whose answer is cut to the list.
 *
 * "free" is the reason why no argument has to lead to a course.
 *
 * @see \local_mcpgate\local\policy\course_rule for what a rule may say
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

defined('MOODLE_INTERNAL') || die();

// Frameworks live in the context of the site or of a category only.
$anycontext = ['context.contextid' => 'site', 'context.instanceid' => 'site'];

return [
    // Nothing about any course.
    'core_blog_get_access_information' => ['free' => 'The caller\'s own permissions on the site.'],
    'core_calendar_get_timestamps' => ['free' => 'Turns dates into times.'],
    'core_competency_get_scale_values' => [
        'free' => 'The words of a scale of the site; one of a course has to be on the list.',
        'args' => ['scaleid' => 'site_scale'],
    ],
    'core_get_component_strings' => ['free' => 'Texts of the user interface.'],
    'core_get_string' => ['free' => 'Texts of the user interface.'],
    'core_get_strings' => ['free' => 'Texts of the user interface.'],
    'core_search_get_search_areas_list' => ['free' => 'Names of the kinds of things that can be searched for.'],
    'core_tag_get_tag_areas' => ['free' => 'Names of the kinds of things that can be tagged.'],
    'core_tag_get_tag_collections' => ['free' => 'Names of the collections that tags are kept in.'],
    'core_webservice_get_site_info' => ['free' => 'Who the caller is, and what the site is called.'],
    'tool_mobile_get_config' => ['free' => 'Settings of the site that its app may know.'],
    'tool_mobile_get_plugins_supporting_mobile' => ['free' => 'Names of plugins.'],
    'tool_mobile_get_public_config' => ['free' => 'What the login page shows.'],

    // Competencies belong to the site or a category; which courses use them is left out.
    'core_competency_count_competencies' => ['free' => 'Competencies of frameworks.'],
    'core_competency_count_competency_frameworks' => ['free' => 'Frameworks.', 'args' => $anycontext],
    'core_competency_list_competencies' => ['free' => 'Competencies of frameworks.'],
    'core_competency_list_competency_frameworks' => ['free' => 'Frameworks.', 'args' => $anycontext],
    'core_competency_read_competency' => ['free' => 'A competency of the site or a category.', 'args' => ['id' => 'site']],
    'core_competency_read_competency_framework' => [
        'free' => 'A framework of the site or a category.', 'args' => ['id' => 'site'],
    ],
    'core_competency_search_competencies' => ['free' => 'Competencies of one framework.'],

    // The answer is cut to the list; counts and positions would tell how much was cut.
    'block_recentlyaccesseditems_get_recent_items' => [
        'free' => 'Cut to the list.', 'set' => ['limit' => 0], 'keep' => ['[]' => 'courseid'],
    ],
    'block_starredcourses_get_starred_courses' => [
        'free' => 'Cut to the list.', 'set' => ['limit' => 0, 'offset' => 0], 'keep' => ['[]' => 'id'],
    ],
    'core_course_get_courses_by_field' => [
        'free' => 'Cut to the list.', 'keep' => ['courses[]' => 'id'], 'blank' => ['warnings'],
    ],
    'core_course_get_enrolled_courses_by_timeline_classification' => [
        'free' => 'Cut to the list.', 'set' => ['limit' => 0, 'offset' => 0], 'keep' => ['courses[]' => 'id'],
        'count' => ['nextoffset' => 'courses'],
    ],
    'core_course_get_recent_courses' => [
        'free' => 'Cut to the list.', 'set' => ['limit' => 0, 'offset' => 0], 'keep' => ['[]' => 'id'],
    ],
    'core_course_search_courses' => [
        'free' => 'Cut to the list.', 'set' => ['page' => 0, 'perpage' => 0], 'keep' => ['courses[]' => 'id'],
        'count' => ['total' => 'courses'],
    ],
    'core_enrol_get_users_courses' => ['free' => 'Cut to the list.', 'keep' => ['[]' => 'id']],
    'gradereport_overview_get_course_grades' => ['free' => 'Cut to the list.', 'keep' => ['grades[]' => 'courseid']],
    'tool_lp_list_courses_using_competency' => [
        'free' => 'Cut to the list.', 'args' => ['id' => 'site'], 'keep' => ['[]' => 'id'],
    ],
];
