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
 * The functions of all other plugins of standard Moodle.
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
    'aiplacement_courseassist_explain_text' => ['never', 'egress'],
    'aiplacement_courseassist_summarise_text' => ['never', 'egress'],
    'aiplacement_editor_generate_image' => ['never', 'egress'],
    'aiplacement_editor_generate_text' => ['never', 'egress'],
    'auth_email_get_signup_settings' => ['never', 'credential'],
    'auth_email_signup_user' => ['never', 'credential'],
    'block_accessreview_get_module_data' => ['read', ''],
    'block_accessreview_get_section_data' => ['read', ''],
    'block_recentlyaccesseditems_get_recent_items' => ['read', ''],
    'block_starredcourses_get_starred_courses' => ['read', ''],
    'customfield_number_recalculate_value' => ['write', ''],
    'editor_tiny_get_configuration' => ['never', 'ui-internal'],
    'enrol_guest_get_instance_info' => ['read', ''],
    'enrol_guest_validate_password' => ['never', 'credential'],
    'enrol_manual_enrol_users' => ['write', ''],
    'enrol_manual_unenrol_users' => ['destructive', 'deletes'],
    'enrol_meta_add_instances' => ['write', ''],
    'enrol_meta_delete_instances' => ['destructive', 'deletes'],
    'enrol_self_enrol_user' => ['write', ''],
    'enrol_self_get_instance_info' => ['read', ''],
    'gradereport_grader_get_users_in_report' => ['read', ''],
    'gradereport_overview_get_course_grades' => ['read', ''],
    'gradereport_overview_view_grade_report' => ['write', ''],
    'gradereport_singleview_get_grade_items_for_search_widget' => ['read', ''],
    'gradereport_user_get_access_information' => ['read', ''],
    'gradereport_user_get_grade_items' => ['read', ''],
    'gradereport_user_get_grades_table' => ['read', ''],
    'gradereport_user_view_grade_report' => ['write', ''],
    'media_videojs_get_language' => ['never', 'ui-internal'],
    'message_airnotifier_are_notification_preferences_configured' => ['never', 'credential'],
    'message_airnotifier_enable_device' => ['never', 'credential'],
    'message_airnotifier_get_user_devices' => ['never', 'credential'],
    'message_airnotifier_is_system_configured' => ['never', 'credential'],
    'message_popup_get_popup_notifications' => ['read', ''],
    'message_popup_get_unread_popup_notification_count' => ['read', ''],
    'paygw_paypal_create_transaction_complete' => ['never', 'payment'],
    'paygw_paypal_get_config_for_js' => ['never', 'payment'],
    'qbank_columnsortorder_set_column_size' => ['never', 'ui-internal'],
    'qbank_columnsortorder_set_columnbank_order' => ['never', 'ui-internal'],
    'qbank_columnsortorder_set_hidden_columns' => ['never', 'ui-internal'],
    'qbank_editquestion_set_status' => ['write', ''],
    'qbank_managecategories_move_category' => ['write', ''],
    'qbank_tagquestion_submit_tags_form' => ['never', 'opaque-form'],
    'qbank_viewquestiontext_set_question_text_format' => ['never', 'ui-internal'],
    'report_insights_action_executed' => ['write', ''],
    'report_insights_set_fixed_prediction' => ['write', ''],
    'report_insights_set_notuseful_prediction' => ['write', ''],
    'tiny_autosave_reset_session' => ['never', 'ui-internal'],
    'tiny_autosave_resume_session' => ['never', 'ui-internal'],
    'tiny_autosave_update_session' => ['never', 'ui-internal'],
    'tiny_equation_filter' => ['never', 'ui-internal'],
    'tiny_media_preview' => ['never', 'ui-internal'],
    'tiny_premium_get_api_key' => ['never', 'credential'],
    'tool_admin_presets_delete_preset' => ['never', 'site-config'],
    'tool_analytics_potential_contexts' => ['never', 'site-config'],
    'tool_behat_get_entity_generator' => ['never', 'site-config'],
    'tool_dataprivacy_approve_data_request' => ['never', 'data-protection'],
    'tool_dataprivacy_bulk_approve_data_requests' => ['never', 'data-protection'],
    'tool_dataprivacy_bulk_deny_data_requests' => ['never', 'data-protection'],
    'tool_dataprivacy_cancel_data_request' => ['never', 'data-protection'],
    'tool_dataprivacy_confirm_contexts_for_deletion' => ['never', 'data-protection'],
    'tool_dataprivacy_contact_dpo' => ['never', 'data-protection'],
    'tool_dataprivacy_create_category_form' => ['never', 'opaque-form'],
    'tool_dataprivacy_create_data_request' => ['never', 'data-protection'],
    'tool_dataprivacy_create_purpose_form' => ['never', 'opaque-form'],
    'tool_dataprivacy_delete_category' => ['never', 'data-protection'],
    'tool_dataprivacy_delete_purpose' => ['never', 'data-protection'],
    'tool_dataprivacy_deny_data_request' => ['never', 'data-protection'],
    'tool_dataprivacy_get_access_information' => ['never', 'data-protection'],
    'tool_dataprivacy_get_activity_options' => ['never', 'data-protection'],
    'tool_dataprivacy_get_category_options' => ['never', 'data-protection'],
    'tool_dataprivacy_get_data_request' => ['never', 'data-protection'],
    'tool_dataprivacy_get_data_requests' => ['never', 'data-protection'],
    'tool_dataprivacy_get_purpose_options' => ['never', 'data-protection'],
    'tool_dataprivacy_get_users' => ['never', 'data-protection'],
    'tool_dataprivacy_mark_complete' => ['never', 'data-protection'],
    'tool_dataprivacy_set_context_defaults' => ['never', 'data-protection'],
    'tool_dataprivacy_set_context_form' => ['never', 'opaque-form'],
    'tool_dataprivacy_set_contextlevel_form' => ['never', 'opaque-form'],
    'tool_dataprivacy_submit_selected_courses_form' => ['never', 'opaque-form'],
    'tool_dataprivacy_tree_extra_branches' => ['never', 'data-protection'],
    'tool_mobile_call_external_functions' => ['never', 'metacall'],
    'tool_mobile_get_autologin_key' => ['never', 'credential'],
    'tool_mobile_get_config' => ['read', ''],
    'tool_mobile_get_content' => ['never', 'metacall'],
    'tool_mobile_get_plugins_supporting_mobile' => ['read', ''],
    'tool_mobile_get_public_config' => ['read', ''],
    'tool_mobile_get_tokens_for_qr_login' => ['never', 'credential typed-read-but-writes'],
    'tool_mobile_validate_subscription_key' => ['never', 'egress'],
    'tool_moodlenet_search_courses' => ['never', 'egress'],
    'tool_moodlenet_verify_webfinger' => ['never', 'egress'],
    'tool_policy_get_policy_version' => ['never', 'consent'],
    'tool_policy_get_user_acceptances' => ['never', 'consent'],
    'tool_policy_set_acceptances_status' => ['never', 'consent'],
    'tool_policy_submit_accept_on_behalf' => ['never', 'opaque-form'],
    'tool_templatelibrary_list_templates' => ['never', 'site-config'],
    'tool_templatelibrary_load_canonical_template' => ['never', 'site-config'],
    'tool_usertours_complete_tour' => ['never', 'ui-internal'],
    'tool_usertours_fetch_and_start_tour' => ['never', 'ui-internal typed-read-but-writes'],
    'tool_usertours_reset_tour' => ['never', 'ui-internal'],
    'tool_usertours_step_shown' => ['never', 'ui-internal'],
    'tool_xmldb_invoke_move_action' => ['never', 'site-config'],
];
