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
 * The functions of competencies and learning plans.
 *
 * Each with its class, the reasons for it, and "assessment" where one sits an assessment for a
 * student. The words are those of function_class and function_reason.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

defined('MOODLE_INTERNAL') || die();

return [
    'core_competency_add_competency_to_course' => ['write', ''],
    'core_competency_add_competency_to_plan' => ['write', ''],
    'core_competency_add_competency_to_template' => ['write', ''],
    'core_competency_add_related_competency' => ['write', ''],
    'core_competency_approve_plan' => ['write', ''],
    'core_competency_competency_framework_viewed' => ['write', 'typed-read-but-writes'],
    'core_competency_competency_viewed' => ['write', 'typed-read-but-writes'],
    'core_competency_complete_plan' => ['write', ''],
    'core_competency_count_competencies' => ['read', ''],
    'core_competency_count_competencies_in_course' => ['read', ''],
    'core_competency_count_competencies_in_template' => ['read', ''],
    'core_competency_count_competency_frameworks' => ['read', ''],
    'core_competency_count_course_module_competencies' => ['read', ''],
    'core_competency_count_courses_using_competency' => ['read', ''],
    'core_competency_count_templates' => ['read', ''],
    'core_competency_count_templates_using_competency' => ['read', ''],
    'core_competency_create_competency' => ['write', ''],
    'core_competency_create_competency_framework' => ['write', ''],
    'core_competency_create_plan' => ['write', ''],
    'core_competency_create_template' => ['write', ''],
    'core_competency_create_user_evidence_competency' => ['write', 'typed-read-but-writes'],
    'core_competency_delete_competency' => ['destructive', 'deletes'],
    'core_competency_delete_competency_framework' => ['destructive', 'deletes'],
    'core_competency_delete_evidence' => ['destructive', 'deletes'],
    'core_competency_delete_plan' => ['destructive', 'deletes'],
    'core_competency_delete_template' => ['destructive', 'deletes'],
    'core_competency_delete_user_evidence' => ['destructive', 'deletes'],
    'core_competency_delete_user_evidence_competency' => ['destructive', 'deletes'],
    'core_competency_duplicate_competency_framework' => ['write', ''],
    'core_competency_duplicate_template' => ['write', ''],
    'core_competency_get_scale_values' => ['read', ''],
    'core_competency_grade_competency' => ['write', ''],
    'core_competency_grade_competency_in_course' => ['write', ''],
    'core_competency_grade_competency_in_plan' => ['write', ''],
    'core_competency_list_competencies' => ['read', ''],
    'core_competency_list_competencies_in_template' => ['read', ''],
    'core_competency_list_competency_frameworks' => ['read', ''],
    'core_competency_list_course_competencies' => ['read', ''],
    'core_competency_list_course_module_competencies' => ['read', ''],
    'core_competency_list_plan_competencies' => ['read', ''],
    'core_competency_list_templates' => ['read', ''],
    'core_competency_list_templates_using_competency' => ['read', ''],
    'core_competency_list_user_plans' => ['read', ''],
    'core_competency_move_down_competency' => ['write', ''],
    'core_competency_move_up_competency' => ['write', ''],
    'core_competency_plan_cancel_review_request' => ['destructive', 'reverts'],
    'core_competency_plan_request_review' => ['write', ''],
    'core_competency_plan_start_review' => ['write', ''],
    'core_competency_plan_stop_review' => ['write', ''],
    'core_competency_read_competency' => ['read', ''],
    'core_competency_read_competency_framework' => ['read', ''],
    'core_competency_read_plan' => ['read', ''],
    'core_competency_read_template' => ['read', ''],
    'core_competency_read_user_evidence' => ['read', ''],
    'core_competency_remove_competency_from_course' => ['destructive', 'deletes'],
    'core_competency_remove_competency_from_plan' => ['destructive', 'deletes'],
    'core_competency_remove_competency_from_template' => ['destructive', 'deletes'],
    'core_competency_remove_related_competency' => ['destructive', 'deletes'],
    'core_competency_reopen_plan' => ['destructive', 'reverts'],
    'core_competency_reorder_course_competency' => ['write', ''],
    'core_competency_reorder_plan_competency' => ['write', ''],
    'core_competency_reorder_template_competency' => ['write', ''],
    'core_competency_request_review_of_user_evidence_linked_competencies' => ['write', ''],
    'core_competency_search_competencies' => ['read', ''],
    'core_competency_set_course_competency_ruleoutcome' => ['write', ''],
    'core_competency_set_parent_competency' => ['write', ''],
    'core_competency_template_has_related_data' => ['read', ''],
    'core_competency_template_viewed' => ['write', 'typed-read-but-writes'],
    'core_competency_unapprove_plan' => ['destructive', 'reverts'],
    'core_competency_unlink_plan_from_template' => ['destructive', 'irreversible'],
    'core_competency_update_competency' => ['write', ''],
    'core_competency_update_competency_framework' => ['write', ''],
    'core_competency_update_course_competency_settings' => ['write', ''],
    'core_competency_update_plan' => ['write', ''],
    'core_competency_update_template' => ['write', ''],
    'core_competency_user_competency_cancel_review_request' => ['destructive', 'reverts'],
    'core_competency_user_competency_plan_viewed' => ['write', 'typed-read-but-writes'],
    'core_competency_user_competency_request_review' => ['write', ''],
    'core_competency_user_competency_start_review' => ['write', ''],
    'core_competency_user_competency_stop_review' => ['write', ''],
    'core_competency_user_competency_viewed' => ['write', 'typed-read-but-writes'],
    'core_competency_user_competency_viewed_in_course' => ['write', 'typed-read-but-writes'],
    'core_competency_user_competency_viewed_in_plan' => ['write', 'typed-read-but-writes'],
    'report_competency_data_for_report' => ['read', 'lazy-write'],
    'tool_lp_data_for_competencies_manage_page' => ['read', ''],
    'tool_lp_data_for_competency_frameworks_manage_page' => ['read', ''],
    'tool_lp_data_for_competency_summary' => ['read', ''],
    'tool_lp_data_for_course_competencies_page' => ['read', 'lazy-write'],
    'tool_lp_data_for_plan_page' => ['read', ''],
    'tool_lp_data_for_plans_page' => ['read', ''],
    'tool_lp_data_for_related_competencies_section' => ['read', ''],
    'tool_lp_data_for_template_competencies_page' => ['read', ''],
    'tool_lp_data_for_templates_manage_page' => ['read', ''],
    'tool_lp_data_for_user_competency_summary' => ['read', 'lazy-write'],
    'tool_lp_data_for_user_competency_summary_in_course' => ['read', 'lazy-write'],
    'tool_lp_data_for_user_competency_summary_in_plan' => ['read', 'lazy-write'],
    'tool_lp_data_for_user_evidence_list_page' => ['read', ''],
    'tool_lp_data_for_user_evidence_page' => ['read', ''],
    'tool_lp_list_courses_using_competency' => ['read', ''],
    'tool_lp_search_cohorts' => ['read', ''],
    'tool_lp_search_users' => ['read', ''],
];
