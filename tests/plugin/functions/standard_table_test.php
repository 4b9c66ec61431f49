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

declare(strict_types=1);

namespace local_mcpgate\functions;

use local_mcpgate\local\functions\function_class;
use local_mcpgate\local\functions\function_reason;
use local_mcpgate\local\functions\standard_table;
use PHPUnit\Framework\TestCase;

/**
 * The reviewed table as data.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class standard_table_test extends TestCase {

    /** Where the parts of the table are. */
    private const FOLDER = __DIR__ . '/../../../moodle_plugin/classes/local/functions/standard';

    /** Reasons that put a function out of reach, one of which every "never" has. */
    private const OUT_OF_REACH = [
        function_reason::CREDENTIAL, function_reason::METACALL, function_reason::OPAQUE_FORM, function_reason::SITE_CONFIG,
        function_reason::DATA_PROTECTION, function_reason::PAYMENT, function_reason::CONSENT, function_reason::EGRESS,
        function_reason::UI_INTERNAL,
    ];

    /** Reasons to wait for a person, one of which every "destructive" has. */
    private const GRAVE = [
        function_reason::DELETES, function_reason::IRREVERSIBLE, function_reason::REVERTS, function_reason::ACCOUNT_TAKEOVER,
        function_reason::PERMISSIONS, function_reason::GRADES,
    ];

    /** What may stand beside a class that is otherwise as Moodle calls it. */
    private const REMARKS = [
        function_class::READ => [function_reason::LAZY_WRITE],
        function_class::WRITE => [function_reason::TYPED_READ_BUT_WRITES],
    ];

    /**
     * Each row is a class, known reasons in no more than one order, and maybe the mark of assessments.
     */
    public function test_a_row_says_nothing_but_known_words(): void {
        foreach (standard_table::rows() as $name => $row) {
            $this->assertMatchesRegularExpression('/^[a-z0-9]+_[a-z0-9_]+$/D', $name);
            $this->assertContains($row[0], function_class::ALL, $name);
            $words = self::words($row[1]);
            $this->assertSame([], array_diff($words, function_reason::ALL), $name);
            $this->assertSame($words, array_values(array_intersect(function_reason::ALL, $words)), $name);
            $this->assertContains(array_slice($row, 2), [[], ['assessment']], $name);
        }
    }

    /**
     * A class that is not plainly what Moodle calls it has a reason that fits it.
     */
    public function test_a_class_has_the_reasons_that_lead_to_it(): void {
        $leads = [function_class::NEVER => self::OUT_OF_REACH, function_class::DESTRUCTIVE => self::GRAVE];
        foreach (standard_table::rows() as $name => [$class, $reason]) {
            $words = self::words($reason);
            if (isset($leads[$class])) {
                $this->assertNotSame([], array_intersect($words, $leads[$class]), $name);
            } else {
                $this->assertSame([], array_diff($words, self::REMARKS[$class]), $name);
            }
        }
    }

    /**
     * No function is said twice, and each is where one looks for it.
     */
    public function test_the_parts_are_sorted_and_share_no_function(): void {
        $total = 0;
        foreach (glob(self::FOLDER . '/*.php') as $path) {
            $written = self::written_names($path);
            $sorted = $written;
            sort($sorted, SORT_STRING);
            $this->assertSame($sorted, array_values(array_unique($written)), $path);
            $total += count($written);
        }
        $this->assertCount($total, standard_table::rows());
        $this->assertGreaterThan(780, $total);
    }

    /**
     * The table knows releases older and newer than the one at hand.
     *
     * @dataProvider names_of_other_releases
     * @param string $name
     * @param string $class
     */
    public function test_functions_of_other_releases_are_there(string $name, string $class): void {
        $this->assertSame($class, standard_table::rows()[$name][0]);
    }

    /**
     * Functions that Moodle 4.5 does not have.
     *
     * @return array
     */
    public static function names_of_other_releases(): array {
        return [
            '4.1' => ['core_question_submit_tags_form', 'never'],
            '4.1 to 4.4' => ['mod_forum_get_forum_discussions_paginated', 'read'],
            '5.0' => ['core_ai_delete_provider_instance', 'never'],
            '5.1' => ['core_courseformat_get_overview_information', 'read'],
            '5.1, typed read' => ['core_message_get_unsent_message', 'never'],
            'after 5.1' => ['mod_assign_delete_overrides', 'destructive'],
        ];
    }

    /**
     * What Moodle calls "read" though it changes or leaks something is no read here.
     *
     * @dataProvider mistyped
     * @param string $name
     */
    public function test_what_changes_or_leaks_something_is_no_read(string $name): void {
        $this->assertNotSame(function_class::READ, standard_table::rows()[$name][0]);
    }

    /**
     * Functions of the wrong type.
     *
     * @return array
     */
    public static function mistyped(): array {
        return array_map(static function (string $name): array {
            return [$name];
        }, [
            'core_backup_submit_copy_form', 'core_blog_view_entries', 'core_competency_competency_framework_viewed',
            'core_competency_competency_viewed', 'core_competency_create_user_evidence_competency',
            'core_competency_template_viewed', 'core_competency_user_competency_plan_viewed',
            'core_competency_user_competency_viewed', 'core_competency_user_competency_viewed_in_course',
            'core_competency_user_competency_viewed_in_plan', 'core_course_set_favourite_courses',
            'core_moodlenet_send_activity', 'core_moodlenet_send_course', 'core_session_touch',
            'core_user_get_user_preferences', 'mod_chat_get_chat_latest_messages', 'mod_chat_get_chat_users',
            'mod_glossary_prepare_entry_for_edition', 'mod_lti_is_cartridge', 'mod_lti_view_lti',
            'quizaccess_seb_validate_quiz_keys', 'tool_mobile_get_tokens_for_qr_login', 'tool_usertours_fetch_and_start_tour',
        ]);
    }

    /**
     * What says that somebody looked at something forges a trace, so it is no read.
     */
    public function test_functions_that_only_log_a_view_write(): void {
        foreach (standard_table::rows() as $name => [$class]) {
            if (preg_match('/_(?:view_[a-z]|log_)|_viewed(?:_|$)/', $name) && $name !== 'mod_lesson_get_content_pages_viewed') {
                $this->assertNotSame(function_class::READ, $class, $name);
            }
        }
    }

    /**
     * Taking part in an attempt is marked, and so is reading one that is open.
     */
    public function test_assessments_are_marked(): void {
        $marked = array_keys(array_filter(standard_table::rows(), static function (array $row): bool {
            return isset($row[2]);
        }));
        $expected = [
            'mod_quiz_start_attempt', 'mod_quiz_get_attempt_data', 'mod_quiz_process_attempt', 'mod_lesson_get_page_data',
            'mod_lesson_process_page', 'mod_assign_save_submission', 'mod_assign_submit_for_grading', 'core_xapi_post_state',
            'mod_scorm_insert_scorm_tracks', 'mod_feedback_process_page', 'mod_choice_submit_choice_response',
            'mod_survey_submit_answers', 'mod_workshop_add_submission',
        ];
        $this->assertSame([], array_diff($expected, $marked));
        $unmarked = ['mod_assign_get_submission_status', 'mod_quiz_get_quizzes_by_courses', 'mod_quiz_get_attempt_review'];
        $this->assertSame([], array_intersect($unmarked, $marked));
    }

    /**
     * Take reasons apart.
     *
     * @param string $reason
     * @return string[]
     */
    private static function words(string $reason): array {
        return $reason === '' ? [] : explode(' ', $reason);
    }

    /**
     * Read the names as they are written, repeated ones too.
     *
     * @param string $path
     * @return string[]
     */
    private static function written_names(string $path): array {
        preg_match_all("/^    '([a-z0-9_]+)' => /m", file_get_contents($path), $found);
        return $found[1];
    }
}
