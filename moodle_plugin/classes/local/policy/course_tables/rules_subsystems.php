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
 * How functions about badges, calendar, comments, competencies, grades, notes and ratings stay inside courses.
 *
 * @see \local_mcpgate\local\policy\course_rule for what a rule may say
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

defined('MOODLE_INTERNAL') || die();

$levels = ['by' => 'contextlevel', 'ways' => ['course' => 'course', 'module' => 'module', 'block' => 'block']];

$view = [
    'one' => 'courseid',
    'args' => ['categoryid' => 'none'],
    'keep' => ['events[]' => 'course.id'],
    'blank' => ['filter_selector'],
];

return [
    // Badges; one of the whole site belongs to no course.
    'core_badges_disable_badges' => [],
    'core_badges_enable_badges' => [],
    'core_badges_get_badge' => [
        'args' => ['id' => 'badge'],
    ],
    'core_badges_get_user_badge_by_hash' => [
        'keep' => ['badge[]' => 'courseid'],
    ],
    'core_badges_get_user_badges' => [
        'one' => 'courseid',
        'keep' => ['badges[]' => 'courseid'],
    ],

    // Calendar; events of a person, a category or the site belong to no course.
    'core_calendar_create_calendar_events' => [
        'only' => ['events[].eventtype' => ['course', 'group']],
    ],
    // A series of events may have been spread over courses.
    'core_calendar_delete_calendar_events' => [
        'only' => ['events[].repeat' => [0, false, null]],
    ],
    'core_calendar_delete_subscription' => [],
    'core_calendar_get_action_events_by_course' => [
        'args' => ['aftereventid' => 'cursor'],
        'keep' => ['events[]' => 'course.id'],
    ],
    'core_calendar_get_action_events_by_courses' => [
        'fill' => 'courseids',
        'keep' => ['groupedbycourse[]' => 'courseid'],
    ],
    'core_calendar_get_allowed_event_types' => [
        'one' => 'courseid',
    ],
    'core_calendar_get_calendar_access_information' => [
        'one' => 'courseid',
    ],
    // What is listed here names other courses: the selector all of a person's, the rest what they do that day.
    'core_calendar_get_calendar_day_view' => $view,
    'core_calendar_get_calendar_event_by_id' => [],
    'core_calendar_get_calendar_events' => [
        'fill' => 'events.courseids',
        'args' => ['events.categoryids[]' => 'none'],
        'keep' => ['events[]' => 'courseid'],
    ],
    'core_calendar_get_calendar_monthly_view' => [
        'keep' => ['weeks[].days[].events[]' => 'course.id'],
        'blank' => ['filter_selector', 'weeks[].days[].daytitle', 'weeks[].days[].calendareventtypes'],
    ] + $view,
    'core_calendar_get_calendar_upcoming_view' => $view,
    'core_calendar_update_event_start_day' => [],

    // Comments and ratings are kept by context; "itemid" only selects among those of that context.
    'core_comment_add_comments' => [
        'args' => ['comments[].instanceid' => $levels, 'comments[].itemid' => 'within'],
    ],
    'core_comment_delete_comments' => [
        'args' => ['comments[]' => 'comment'],
    ],
    'core_comment_get_comments' => [
        'args' => ['instanceid' => $levels, 'itemid' => 'within'],
    ],
    'core_rating_add_rating' => [
        'args' => ['instanceid' => $levels, 'itemid' => 'within', 'scaleid' => '-scale'],
    ],
    'core_rating_get_item_ratings' => [
        'args' => ['instanceid' => $levels, 'itemid' => 'within', 'scaleid' => '-scale'],
    ],

    // Competencies as a course uses them.
    'core_competency_add_competency_to_course' => [],
    'core_competency_count_competencies_in_course' => [
        'args' => ['id' => 'course'],
    ],
    'core_competency_count_course_module_competencies' => [],
    'core_competency_grade_competency_in_course' => [],
    'core_competency_list_course_competencies' => [
        'args' => ['id' => 'course'],
    ],
    'core_competency_list_course_module_competencies' => [],
    'core_competency_remove_competency_from_course' => [],
    'core_competency_reorder_course_competency' => [],
    'core_competency_set_course_competency_ruleoutcome' => [],
    'core_competency_update_course_competency_settings' => [],
    'core_competency_user_competency_viewed_in_course' => [],
    'report_competency_data_for_report' => [
        'args' => ['moduleid' => 'module?'],
        'keep' => ['usercompetencies[].competency.linkedcourses[]' => 'id'],
    ],
    'tool_lp_data_for_course_competencies_page' => [
        'args' => ['moduleid' => 'module?'],
        'blank' => ['competencies[].plans'],
    ],

    // Grades.
    'core_grades_create_gradecategories' => [],
    'core_grades_create_gradecategory' => [],
    'core_grades_get_enrolled_users_for_search_widget' => [],
    'core_grades_get_enrolled_users_for_selector' => [
        'blank' => ['users[].preferences'],
    ],
    'core_grades_get_feedback' => [
        'args' => ['itemid' => 'grade_item'],
    ],
    'core_grades_get_gradable_users' => [
        'blank' => ['users[].preferences'],
    ],
    'core_grades_get_grade_tree' => [],
    'core_grades_get_gradeitems' => [],
    'core_grades_get_groups_for_search_widget' => [
        'args' => ['cmid' => 'module?'],
    ],
    'core_grades_get_groups_for_selector' => [
        'args' => ['cmid' => 'module?'],
    ],
    'core_grades_grader_gradingpanel_point_fetch' => [],
    'core_grades_grader_gradingpanel_scale_fetch' => [],
    'core_grades_update_grades' => [
        'args' => ['activityid' => 'module', 'itemdetails.scaleid' => 'scale?', 'itemdetails.idnumber' => 'text'],
    ],
    'core_grading_get_definitions' => [],
    'core_grading_get_gradingform_instances' => [],
    'core_grading_save_definitions' => [
        'args' => [
            'areas[].definitions[].id' => 'grading_definition?',
            'areas[].definitions[].copiedfromid' => 'grading_definition?',
            'areas[].definitions[].guide.guide_comments[].id' => 'guide_comment?',
            'areas[].definitions[].guide.guide_criteria[].id' => 'guide_criterion?',
            'areas[].definitions[].rubric.rubric_criteria[].id' => 'rubric_criterion?',
            'areas[].definitions[].rubric.rubric_criteria[].levels[].id' => 'rubric_level?',
        ],
    ],
    'gradereport_grader_get_users_in_report' => [
        'blank' => ['users[].preferences'],
    ],
    'gradereport_overview_view_grade_report' => [],
    'gradereport_singleview_get_grade_items_for_search_widget' => [],
    'gradereport_user_get_access_information' => [],
    'gradereport_user_get_grade_items' => [],
    'gradereport_user_get_grades_table' => [],
    'gradereport_user_view_grade_report' => [],
    'gradingform_guide_grader_gradingpanel_fetch' => [],
    'gradingform_rubric_grader_gradingpanel_fetch' => [],

    // Notes; one for the whole site is stored as a note of the site's course.
    'core_notes_create_notes' => [
        'only' => ['notes[].publishstate' => ['personal', 'course']],
    ],
    'core_notes_delete_notes' => [
        'args' => ['notes[]' => 'note'],
    ],
    'core_notes_get_course_notes' => [
        'keep' => ['sitenotes[]' => 'courseid', 'coursenotes[]' => 'courseid', 'personalnotes[]' => 'courseid'],
    ],
    'core_notes_get_notes' => [
        'args' => ['notes[]' => 'note'],
        'keep' => ['notes[]' => 'courseid'],
    ],
    'core_notes_update_notes' => [
        'args' => ['notes[].id' => 'note'],
        'only' => ['notes[].publishstate' => ['personal', 'course']],
    ],
    'core_notes_view_notes' => [],
];
