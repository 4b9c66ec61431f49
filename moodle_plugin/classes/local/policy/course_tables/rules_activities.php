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
 * How functions of activities stay inside the courses of a connection.
 *
 * @see \local_mcpgate\local\policy\course_rule for what a rule may say
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

defined('MOODLE_INTERNAL') || die();

$postoptions = ['by' => 'name', 'ways' => [
    'attachmentsid' => 'draft', 'discussionpinned' => 'number', 'discussionsubscribe' => 'number',
    'inlineattachmentsid' => 'draft', 'pinned' => 'number', 'private' => 'number', 'topreferredformat' => 'number',
]];

$entryoptions = ['by' => 'name', 'ways' => [
    'aliases' => 'text', 'attachmentsid' => 'draft', 'casesensitive' => 'number', 'categories' => 'glossary_category,',
    'fullmatch' => 'number', 'inlineattachmentsid' => 'draft', 'usedynalink' => 'number',
]];

$grades = [
    'grades[].advancedgradingdata.guide.criteria[].criterionid' => 'guide_criterion?',
    'grades[].advancedgradingdata.guide.criteria[].fillings[].criterionid' => 'guide_criterion?',
    'grades[].advancedgradingdata.guide.criteria[].fillings[].levelid' => 'none',
    'grades[].advancedgradingdata.rubric.criteria[].criterionid' => 'rubric_criterion?',
    'grades[].advancedgradingdata.rubric.criteria[].fillings[].criterionid' => 'rubric_criterion?',
    'grades[].advancedgradingdata.rubric.criteria[].fillings[].levelid' => 'rubric_level?',
];

$grade = [
    'advancedgradingdata.guide.criteria[].criterionid' => 'guide_criterion?',
    'advancedgradingdata.guide.criteria[].fillings[].criterionid' => 'guide_criterion?',
    'advancedgradingdata.guide.criteria[].fillings[].levelid' => 'none',
    'advancedgradingdata.rubric.criteria[].criterionid' => 'rubric_criterion?',
    'advancedgradingdata.rubric.criteria[].fillings[].criterionid' => 'rubric_criterion?',
    'advancedgradingdata.rubric.criteria[].fillings[].levelid' => 'rubric_level?',
];

return [
    // Assignment.
    'mod_assign_copy_previous_attempt' => [],
    'mod_assign_delete_overrides' => ['args' => ['data.ids[]' => 'assign_override']],
    'mod_assign_get_assignments' => ['fill' => 'courseids', 'keep' => ['courses[]' => 'id']],
    'mod_assign_get_grades' => [],
    'mod_assign_get_overrides' => [],
    'mod_assign_get_participant' => ['blank' => ['user.preferences']],
    'mod_assign_get_submission_status' => [],
    'mod_assign_get_submissions' => [],
    'mod_assign_get_user_flags' => [],
    'mod_assign_get_user_mappings' => [],
    'mod_assign_list_participants' => ['keep' => ['[].enrolledcourses[]' => 'id'], 'blank' => ['[].preferences']],
    'mod_assign_lock_submissions' => [],
    'mod_assign_remove_submission' => [],
    'mod_assign_reveal_identities' => [],
    'mod_assign_revert_submissions_to_draft' => [],
    'mod_assign_save_grade' => ['args' => $grade],
    'mod_assign_save_grades' => ['args' => $grades],
    'mod_assign_save_overrides' => ['args' => ['data.overrides[].id' => 'assign_override?']],
    'mod_assign_save_submission' => ['args' => ['plugindata.onlinetext_editor.itemid' => 'draft']],
    'mod_assign_save_user_extensions' => [],
    'mod_assign_set_user_flags' => [],
    'mod_assign_start_submission' => [],
    'mod_assign_submit_for_grading' => [],
    'mod_assign_unlock_submissions' => [],
    'mod_assign_view_assign' => [],
    'mod_assign_view_grading_table' => [],
    'mod_assign_view_submission_status' => [],

    // BigBlueButton.
    'mod_bigbluebuttonbn_can_join' => [],
    'mod_bigbluebuttonbn_completion_validate' => [],
    'mod_bigbluebuttonbn_end_meeting' => [],
    'mod_bigbluebuttonbn_get_bigbluebuttonbns_by_courses' => [
        'fill' => 'courseids', 'keep' => ['bigbluebuttonbns[]' => 'course'],
    ],
    'mod_bigbluebuttonbn_view_bigbluebuttonbn' => [],

    // Book.
    'mod_book_get_books_by_courses' => ['fill' => 'courseids', 'keep' => ['books[]' => 'course']],
    'mod_book_view_book' => [],

    // Chat.
    'mod_chat_get_chat_latest_messages' => [],
    'mod_chat_get_chat_users' => [],
    'mod_chat_get_chats_by_courses' => ['fill' => 'courseids', 'keep' => ['chats[]' => 'course']],
    'mod_chat_get_session_messages' => [],
    'mod_chat_get_sessions' => [],
    'mod_chat_login_user' => [],
    'mod_chat_send_chat_message' => [],
    'mod_chat_view_chat' => [],
    'mod_chat_view_sessions' => [],

    // Choice.
    'mod_choice_delete_choice_responses' => ['args' => ['responses[]' => 'choice_answer']],
    'mod_choice_get_choice_options' => [],
    'mod_choice_get_choice_results' => [],
    'mod_choice_get_choices_by_courses' => ['fill' => 'courseids', 'keep' => ['choices[]' => 'course']],
    'mod_choice_submit_choice_response' => ['args' => ['responses[]' => 'choice_option']],
    'mod_choice_view_choice' => [],

    // Database.
    'mod_data_add_entry' => [],
    'mod_data_approve_entry' => [],
    'mod_data_delete_entry' => [],
    'mod_data_get_data_access_information' => [],
    'mod_data_get_databases_by_courses' => ['fill' => 'courseids', 'keep' => ['databases[]' => 'course']],
    'mod_data_get_entries' => [],
    'mod_data_get_entry' => [],
    'mod_data_get_fields' => [],
    'mod_data_search_entries' => [],
    'mod_data_update_entry' => [],
    'mod_data_view_database' => [],

    // Feedback; a course other than its own can be named where the front page has one for many courses.
    'mod_feedback_get_analysis' => [],
    'mod_feedback_get_current_completed_tmp' => [],
    'mod_feedback_get_feedback_access_information' => [],
    'mod_feedback_get_feedbacks_by_courses' => ['fill' => 'courseids', 'keep' => ['feedbacks[]' => 'course']],
    'mod_feedback_get_finished_responses' => [],
    'mod_feedback_get_items' => [],
    'mod_feedback_get_last_completed' => [],
    'mod_feedback_get_non_respondents' => [],
    'mod_feedback_get_page_items' => [],
    'mod_feedback_get_responses_analysis' => [],
    'mod_feedback_get_unfinished_responses' => [],
    'mod_feedback_launch_feedback' => [],
    'mod_feedback_process_page' => [],
    'mod_feedback_questions_reorder' => ['args' => ['itemorder' => 'feedback_item,']],
    'mod_feedback_view_feedback' => [],

    // Folder.
    'mod_folder_get_folders_by_courses' => ['fill' => 'courseids', 'keep' => ['folders[]' => 'course']],
    'mod_folder_view_folder' => [],

    // Forum.
    'mod_forum_add_discussion' => ['args' => ['options[].value' => $postoptions]],
    'mod_forum_add_discussion_post' => ['args' => ['options[].value' => $postoptions]],
    'mod_forum_can_add_discussion' => [],
    'mod_forum_delete_post' => [],
    'mod_forum_get_discussion_post' => [],
    'mod_forum_get_discussion_posts' => [],
    'mod_forum_get_discussion_posts_by_userid' => [],
    'mod_forum_get_forum_access_information' => [],
    'mod_forum_get_forum_discussions' => [],
    'mod_forum_get_forum_discussions_paginated' => [],
    'mod_forum_get_forums_by_courses' => ['fill' => 'courseids', 'keep' => ['[]' => 'course']],
    'mod_forum_mark_posts_read' => [],
    'mod_forum_prepare_draft_area_for_post' => [],
    'mod_forum_set_forum_subscription' => [],
    'mod_forum_set_forum_tracking' => [],
    'mod_forum_set_lock_state' => [],
    'mod_forum_set_pin_state' => [],
    'mod_forum_set_read_state' => [],
    'mod_forum_set_subscription_state' => [],
    'mod_forum_toggle_favourite_state' => [],
    'mod_forum_update_discussion_post' => ['args' => ['options[].value' => $postoptions]],
    'mod_forum_view_forum' => [],
    'mod_forum_view_forum_discussion' => [],

    // Glossary; "id" is that of the glossary, but for two functions.
    'mod_glossary_add_entry' => ['args' => ['options[].value' => $entryoptions]],
    'mod_glossary_delete_entry' => [],
    'mod_glossary_get_authors' => [],
    'mod_glossary_get_categories' => [],
    'mod_glossary_get_entries_by_author' => [],
    'mod_glossary_get_entries_by_author_id' => [],
    'mod_glossary_get_entries_by_category' => [],
    'mod_glossary_get_entries_by_date' => [],
    'mod_glossary_get_entries_by_letter' => [],
    'mod_glossary_get_entries_by_search' => [],
    'mod_glossary_get_entries_by_term' => [],
    'mod_glossary_get_entries_to_approve' => [],
    'mod_glossary_get_entry_by_id' => ['args' => ['id' => 'glossary_entry']],
    'mod_glossary_get_glossaries_by_courses' => ['fill' => 'courseids', 'keep' => ['glossaries[]' => 'course']],
    'mod_glossary_prepare_entry_for_edition' => [],
    'mod_glossary_update_entry' => ['args' => ['options[].value' => $entryoptions]],
    'mod_glossary_view_entry' => ['args' => ['id' => 'glossary_entry']],
    'mod_glossary_view_glossary' => [],

    // H5P activity.
    'mod_h5pactivity_get_attempts' => [],
    'mod_h5pactivity_get_h5pactivities_by_courses' => ['fill' => 'courseids', 'keep' => ['h5pactivities[]' => 'course']],
    'mod_h5pactivity_get_h5pactivity_access_information' => [],
    'mod_h5pactivity_get_results' => [],
    'mod_h5pactivity_get_user_attempts' => [],
    'mod_h5pactivity_log_report_viewed' => ['args' => ['attemptid' => 'h5p_attempt?']],
    'mod_h5pactivity_view_h5pactivity' => [],

    // IMS content package and label.
    'mod_imscp_get_imscps_by_courses' => ['fill' => 'courseids', 'keep' => ['imscps[]' => 'course']],
    'mod_imscp_view_imscp' => [],
    'mod_label_get_labels_by_courses' => ['fill' => 'courseids', 'keep' => ['labels[]' => 'course']],

    // Lesson.
    'mod_lesson_finish_attempt' => [],
    'mod_lesson_get_attempts_overview' => [],
    'mod_lesson_get_content_pages_viewed' => [],
    'mod_lesson_get_lesson' => [],
    'mod_lesson_get_lesson_access_information' => [],
    'mod_lesson_get_lessons_by_courses' => ['fill' => 'courseids', 'keep' => ['lessons[]' => 'course']],
    'mod_lesson_get_page_data' => [],
    'mod_lesson_get_pages' => [],
    'mod_lesson_get_pages_possible_jumps' => [],
    'mod_lesson_get_questions_attempts' => [],
    'mod_lesson_get_user_attempt' => [],
    'mod_lesson_get_user_attempt_grade' => [],
    'mod_lesson_get_user_grade' => [],
    'mod_lesson_get_user_timers' => [],
    'mod_lesson_launch_attempt' => [],
    'mod_lesson_process_page' => [],
    'mod_lesson_view_lesson' => [],

    // External tool.
    'mod_lti_get_ltis_by_courses' => ['fill' => 'courseids', 'keep' => ['ltis[]' => 'course']],
    'mod_lti_view_lti' => [],

    // Page.
    'mod_page_get_pages_by_courses' => ['fill' => 'courseids', 'keep' => ['pages[]' => 'course']],
    'mod_page_view_page' => [],

    // Quiz.
    'mod_quiz_create_grade_item_per_section' => [],
    'mod_quiz_create_grade_items' => [],
    'mod_quiz_delete_grade_items' => ['args' => ['quizgradeitems[].id' => 'quiz_grade_item']],
    'mod_quiz_delete_overrides' => ['args' => ['data.ids[]' => 'quiz_override']],
    'mod_quiz_get_attempt_access_information' => ['args' => ['attemptid' => 'quiz_attempt?']],
    'mod_quiz_get_attempt_data' => [],
    'mod_quiz_get_attempt_review' => [],
    'mod_quiz_get_attempt_summary' => [],
    'mod_quiz_get_combined_review_options' => [],
    'mod_quiz_get_edit_grading_page_data' => [],
    'mod_quiz_get_overrides' => [],
    'mod_quiz_get_quiz_access_information' => [],
    'mod_quiz_get_quiz_feedback_for_grade' => [],
    'mod_quiz_get_quiz_required_qtypes' => [],
    'mod_quiz_get_quizzes_by_courses' => ['fill' => 'courseids', 'keep' => ['quizzes[]' => 'course']],
    'mod_quiz_get_reopen_attempt_confirmation' => [],
    'mod_quiz_get_user_attempts' => [],
    'mod_quiz_get_user_best_grade' => [],
    'mod_quiz_get_user_quiz_attempts' => [],
    'mod_quiz_process_attempt' => [],
    'mod_quiz_reopen_attempt' => [],
    'mod_quiz_save_attempt' => [],
    'mod_quiz_save_overrides' => ['args' => ['data.overrides[].id' => 'quiz_override?']],
    'mod_quiz_set_question_version' => [],
    'mod_quiz_start_attempt' => [],
    'mod_quiz_update_grade_items' => ['args' => ['quizgradeitems[].id' => 'quiz_grade_item']],
    'mod_quiz_update_slots' => ['args' => ['slots[].id' => 'quiz_slot']],
    'mod_quiz_view_attempt' => [],
    'mod_quiz_view_attempt_review' => [],
    'mod_quiz_view_attempt_summary' => [],
    'mod_quiz_view_quiz' => [],

    // File.
    'mod_resource_get_resources_by_courses' => ['fill' => 'courseids', 'keep' => ['resources[]' => 'course']],
    'mod_resource_view_resource' => [],

    // SCORM.
    'mod_scorm_get_scorm_access_information' => [],
    'mod_scorm_get_scorm_attempt_count' => [],
    'mod_scorm_get_scorm_sco_tracks' => [],
    'mod_scorm_get_scorm_scoes' => [],
    'mod_scorm_get_scorm_user_data' => [],
    'mod_scorm_get_scorms_by_courses' => ['fill' => 'courseids', 'keep' => ['scorms[]' => 'course']],
    'mod_scorm_insert_scorm_tracks' => [],
    'mod_scorm_launch_sco' => ['args' => ['scoid' => 'scorm_sco?']],
    'mod_scorm_view_scorm' => [],

    // Survey and link.
    'mod_survey_get_questions' => [],
    'mod_survey_get_surveys_by_courses' => ['fill' => 'courseids', 'keep' => ['surveys[]' => 'course']],
    'mod_survey_submit_answers' => [],
    'mod_survey_view_survey' => [],
    'mod_url_get_urls_by_courses' => ['fill' => 'courseids', 'keep' => ['urls[]' => 'course']],
    'mod_url_view_url' => [],

    // Wiki.
    'mod_wiki_edit_page' => [],
    'mod_wiki_get_page_contents' => [],
    'mod_wiki_get_page_for_editing' => [],
    'mod_wiki_get_subwiki_files' => [],
    'mod_wiki_get_subwiki_pages' => [],
    'mod_wiki_get_subwikis' => [],
    'mod_wiki_get_wikis_by_courses' => ['fill' => 'courseids', 'keep' => ['wikis[]' => 'course']],
    'mod_wiki_new_page' => ['args' => ['wikiid' => 'wiki?', 'subwikiid' => 'subwiki?']],
    'mod_wiki_view_page' => [],
    'mod_wiki_view_wiki' => [],

    // Workshop.
    'mod_workshop_add_submission' => [],
    'mod_workshop_delete_submission' => [],
    'mod_workshop_evaluate_assessment' => [],
    'mod_workshop_evaluate_submission' => [],
    'mod_workshop_get_assessment' => [],
    'mod_workshop_get_assessment_form_definition' => [],
    'mod_workshop_get_grades' => [],
    'mod_workshop_get_grades_report' => [],
    'mod_workshop_get_reviewer_assessments' => [],
    'mod_workshop_get_submission' => [],
    'mod_workshop_get_submission_assessments' => [],
    'mod_workshop_get_submissions' => [],
    'mod_workshop_get_user_plan' => [],
    'mod_workshop_get_workshop_access_information' => [],
    'mod_workshop_get_workshops_by_courses' => ['fill' => 'courseids', 'keep' => ['workshops[]' => 'course']],
    'mod_workshop_update_submission' => [],
    'mod_workshop_view_submission' => [],
    'mod_workshop_view_workshop' => [],
];
