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
 * How functions about courses, groups, enrolment, questions and files stay inside the courses of a connection.
 *
 * @see \local_mcpgate\local\policy\course_rule for what a rule may say
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

defined('MOODLE_INTERNAL') || die();

$levels = ['by' => 'contextlevel', 'ways' => [
    'course' => 'course', 'module' => 'module', 'block' => 'block', '50' => 'course', '70' => 'module', '80' => 'block',
]];

$instance = ['by' => 'module', 'ways' => [
    'assign' => 'assign', 'bigbluebuttonbn' => 'bigbluebuttonbn', 'book' => 'book', 'chat' => 'chat', 'choice' => 'choice',
    'data' => 'data', 'feedback' => 'feedback', 'folder' => 'folder', 'forum' => 'forum', 'glossary' => 'glossary',
    'h5pactivity' => 'h5pactivity', 'imscp' => 'imscp', 'label' => 'label', 'lesson' => 'lesson', 'lti' => 'lti',
    'page' => 'page', 'qbank' => 'qbank', 'quiz' => 'quiz', 'resource' => 'resource', 'scorm' => 'scorm',
    'subsection' => 'subsection', 'survey' => 'survey', 'url' => 'url', 'wiki' => 'wiki', 'workshop' => 'workshop',
]];

$listoptions = ['by' => 'name', 'ways' => [
    'withcapability' => 'text', 'groupid' => 'group?', 'onlyactive' => 'number', 'onlysuspended' => 'number',
    'userfields' => 'text', 'limitfrom' => 'number', 'limitnumber' => 'number', 'sortby' => 'text', 'sortdirection' => 'text',
]];

$actionids = ['by' => 'action', 'ways' => [
    'cm_move' => 'module', 'cm_show' => 'module', 'cm_hide' => 'module', 'cm_stealth' => 'module', 'cm_duplicate' => 'module',
    'cm_delete' => 'module', 'cm_moveright' => 'module', 'cm_moveleft' => 'module', 'cm_nogroups' => 'module',
    'cm_visiblegroups' => 'module', 'cm_separategroups' => 'module', 'cm_state' => 'module', 'section_move' => 'section',
    'section_move_after' => 'section', 'section_add' => 'section', 'section_delete' => 'section', 'section_hide' => 'section',
    'section_show' => 'section', 'section_content_collapsed' => 'section', 'section_content_expanded' => 'section',
    'section_index_collapsed' => 'section', 'section_index_expanded' => 'section', 'section_state' => 'section',
    'course_state' => 'none',
]];

return [
    'block_accessreview_get_module_data' => [],
    'block_accessreview_get_section_data' => [],
    // What a block shows, and what it keeps of that in its settings, may come from any course.
    'core_block_get_course_blocks' => [
        'set' => ['returncontents' => false],
        'blank' => ['blocks[].contents', 'blocks[].configs'],
    ],
    'core_completion_get_activities_completion_status' => [],
    // A course may be completed by completing another (type 8), whose name this would tell.
    'core_completion_get_course_completion_status' => [
        'omit' => ['completionstatus.completions[]' => ['type', 8]],
    ],
    'core_completion_mark_course_self_completed' => [],
    'core_completion_override_activity_completion_status' => [],
    'core_completion_update_activity_completion_status_manually' => [],
    'core_contentbank_copy_content' => [],
    'core_contentbank_delete_content' => [],
    'core_contentbank_rename_content' => [],
    'core_contentbank_set_content_visibility' => [],
    'core_course_check_updates' => [
        'args' => ['tocheck[].id' => $levels],
    ],
    'core_course_delete_courses' => [],
    'core_course_delete_modules' => [],
    'core_course_edit_module' => [
        'args' => ['id' => 'module'],
    ],
    'core_course_edit_section' => [
        'args' => ['id' => 'section'],
    ],
    'core_course_get_contents' => [
        'args' => ['options[].value' => ['by' => 'name', 'ways' => [
            'excludemodules' => 'number', 'excludecontents' => 'number', 'includestealthmodules' => 'number',
            'sectionid' => 'section?', 'sectionnumber' => 'number', 'cmid' => 'module?', 'modname' => 'text',
            'modid' => 'within',
        ]]],
    ],
    'core_course_get_course_content_items' => [],
    'core_course_get_course_module' => [],
    'core_course_get_course_module_by_instance' => [
        'args' => ['instance' => $instance],
    ],
    'core_course_get_courses' => [
        'fill' => 'options.ids',
        'args' => ['options.ids[]' => 'course'],
        'keep' => ['[]' => 'id'],
    ],
    'core_course_get_enrolled_users_by_cmid' => [],
    'core_course_get_module' => [
        'args' => ['id' => 'module'],
    ],
    'core_course_get_updates_since' => [],
    'core_course_get_user_administration_options' => [
        'keep' => ['courses[]' => 'id'],
    ],
    'core_course_get_user_navigation_options' => [
        'keep' => ['courses[]' => 'id'],
    ],
    'core_course_import_course' => [
        'args' => [
            'importfrom' => 'course',
            'importto' => 'course',
            'options[].value' => ['by' => 'name', 'ways' => [
                'activities' => 'number', 'blocks' => 'number', 'filters' => 'number',
            ]],
        ],
    ],
    'core_course_set_favourite_courses' => [
        'args' => ['courses[].id' => 'course'],
    ],
    // A course can move to another category, but not by a connection that is limited to courses.
    'core_course_update_courses' => [
        'args' => ['courses[].id' => 'course', 'courses[].categoryid' => 'none'],
    ],
    'core_course_view_course' => [],
    'core_course_view_module_instance_list' => [],
    'core_courseformat_create_module' => [],
    'core_courseformat_get_overview_information' => [],
    'core_courseformat_get_section_content_items' => [],
    'core_courseformat_get_state' => [],
    'core_courseformat_log_view_overview_information' => [],
    'core_courseformat_new_module' => [],
    // Moodle itself only checks that sections exist, not in which course.
    'core_courseformat_update_course' => [
        'args' => ['ids[]' => $actionids],
    ],
    'core_create_userfeedback_action_record' => [],
    'core_enrol_get_course_enrolment_methods' => [],
    // People bring their other courses along, and the caller settings that name courses.
    'core_enrol_get_enrolled_users' => [
        'args' => ['options[].value' => $listoptions],
        'keep' => ['[].enrolledcourses[]' => 'id'],
        'blank' => ['[].preferences'],
    ],
    'core_enrol_get_enrolled_users_with_capability' => [
        'args' => ['options[].value' => $listoptions],
        'keep' => ['[]' => 'courseid', '[].users[].enrolledcourses[]' => 'id'],
        'blank' => ['[].users[].preferences'],
    ],
    'core_enrol_get_potential_users' => [
        'blank' => ['[].preferences'],
    ],
    'core_enrol_search_users' => [
        'args' => ['contextid' => 'context?'],
        'blank' => ['[].preferences'],
    ],
    'core_enrol_unenrol_user_enrolment' => [],
    // Context 0 is the site, whatever the level says: the context has to be named.
    'core_files_get_files' => [
        'args' => ['instanceid' => $levels, 'itemid' => 'within'],
    ],
    'core_filters_get_available_in_context' => [
        'args' => ['contexts[].instanceid' => $levels],
    ],
    'core_group_add_group_members' => [],
    'core_group_assign_grouping' => [],
    'core_group_create_groupings' => [],
    'core_group_create_groups' => [],
    'core_group_delete_group_members' => [],
    'core_group_delete_groupings' => [],
    'core_group_delete_groups' => [],
    'core_group_get_activity_allowed_groups' => [],
    'core_group_get_activity_groupmode' => [],
    'core_group_get_course_groupings' => [],
    'core_group_get_course_groups' => [],
    'core_group_get_course_user_groups' => [
        'one' => 'courseid',
        'args' => ['groupingid' => 'grouping?'],
        'keep' => ['groups[]' => 'courseid'],
    ],
    'core_group_get_group_members' => [],
    'core_group_get_groupings' => [],
    'core_group_get_groups' => [],
    'core_group_get_groups_for_selector' => [
        'args' => ['cmid' => 'module?'],
    ],
    'core_group_unassign_grouping' => [],
    'core_group_update_groupings' => [
        'args' => ['groupings[].id' => 'grouping'],
    ],
    'core_group_update_groups' => [
        'args' => ['groups[].id' => 'group'],
    ],
    'core_question_get_random_question_summaries' => [],
    'core_question_move_questions' => [
        'args' => ['questionids' => 'question,'],
    ],
    'core_role_assign_roles' => [
        'args' => ['assignments[].contextid' => 'context?', 'assignments[].instanceid' => $levels],
    ],
    'core_role_unassign_roles' => [
        'args' => ['unassignments[].contextid' => 'context?', 'unassignments[].instanceid' => $levels],
    ],
    'core_search_get_results' => [
        'fill' => 'filters.courseids',
        'keep' => ['results[]' => 'contextid:context'],
    ],
    'core_search_get_top_results' => [
        'fill' => 'filters.courseids',
        'keep' => ['results[]' => 'contextid:context'],
    ],
    'core_user_get_course_user_profiles' => [
        'keep' => ['[].enrolledcourses[]' => 'id'],
        'blank' => ['[].preferences'],
    ],
    'core_user_view_user_list' => [],
    'core_user_view_user_profile' => [],
    'enrol_guest_get_instance_info' => [],
    'enrol_manual_enrol_users' => [],
    'enrol_manual_unenrol_users' => [],
    'enrol_meta_add_instances' => [],
    'enrol_meta_delete_instances' => [],
    'enrol_self_enrol_user' => [
        'args' => ['instanceid' => 'enrol?'],
    ],
    'enrol_self_get_instance_info' => [],
    'qbank_editquestion_set_status' => [],
    'qbank_managecategories_move_category' => [],
    'report_insights_action_executed' => [],
    'report_insights_set_fixed_prediction' => [],
    'report_insights_set_notuseful_prediction' => [],
];
