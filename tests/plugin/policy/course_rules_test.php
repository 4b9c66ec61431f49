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

namespace local_mcpgate\policy;

use local_mcpgate\local\functions\function_class;
use local_mcpgate\local\functions\standard_table;
use local_mcpgate\local\policy\course_rules;
use local_mcpgate\local\policy\course_way;
use PHPUnit\Framework\TestCase;

/**
 * Whether the tables hold together.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class course_rules_test extends TestCase {

    /** What a rule may say. */
    private const WORDS = ['args', 'only', 'fill', 'one', 'set', 'free', 'keep', 'omit', 'blank', 'count'];

    /** Functions that name no course and whose answer is not cut: they tell nothing about any. */
    private const NEUTRAL = [
        'core_blog_get_access_information',
        'core_calendar_get_timestamps',
        'core_competency_count_competencies',
        'core_competency_count_competency_frameworks',
        'core_competency_get_scale_values',
        'core_competency_list_competencies',
        'core_competency_list_competency_frameworks',
        'core_competency_read_competency',
        'core_competency_read_competency_framework',
        'core_competency_search_competencies',
        'core_get_component_strings',
        'core_get_string',
        'core_get_strings',
        'core_search_get_search_areas_list',
        'core_tag_get_tag_areas',
        'core_tag_get_tag_collections',
        'core_webservice_get_site_info',
        'tool_mobile_get_config',
        'tool_mobile_get_plugins_supporting_mobile',
        'tool_mobile_get_public_config',
    ];

    /**
     * Load a table.
     *
     * @param string $name
     * @return array
     */
    private static function table(string $name): array {
        return include(__DIR__ . "/../../../moodle_plugin/classes/local/policy/course_tables/{$name}.php");
    }

    /**
     * Load every rule.
     *
     * @return array[] by file and function
     */
    private static function files(): array {
        $files = [];
        foreach (glob(__DIR__ . '/../../../moodle_plugin/classes/local/policy/course_tables/rules_*.php') as $path) {
            $files[basename($path)] = include($path);
        }
        return $files;
    }

    /**
     * Say that a meaning is a way or a harmless kind.
     *
     * @param array|string $meaning
     * @param string $where
     */
    private function assert_known($meaning, string $where): void {
        foreach (is_array($meaning) ? $meaning['ways'] : [$meaning] as $name) {
            $known = self::table('ways') + self::table('harmless') + ['none' => true];
            $this->assertArrayHasKey(trim($name, '?,-'), $known, $where);
            $this->assertMatchesRegularExpression('/^(-?[a-z0-9_]+|[a-z0-9_]+[?,])$/D', $name, $where);
        }
    }

    /**
     * Whoever classes a function also says whether it can be kept inside of courses.
     */
    public function test_every_function_assistants_may_use_was_decided_on(): void {
        $refused = array_merge(...array_values(self::table('unsupported')));
        $undecided = [];
        foreach (standard_table::rows() as $function => $row) {
            $decided = course_rules::usable($function) || in_array($function, $refused, true);
            if ($row[0] !== function_class::NEVER && !$decided) {
                $undecided[] = $function;
            }
        }
        $this->assertSame([], $undecided);
    }

    /**
     * There is one word on each function.
     */
    public function test_no_function_is_decided_twice(): void {
        $names = array_merge(...array_values(self::table('unsupported')), ...array_values(array_map('array_keys', self::files())));
        $this->assertSame([], array_diff_assoc($names, array_unique($names)));
    }

    /**
     * Rules say only what is understood.
     */
    public function test_rules_are_well_formed(): void {
        foreach (array_merge(...array_values(self::files())) as $function => $rule) {
            $this->assertSame([], array_diff(array_keys($rule), self::WORDS), $function);
            foreach ($rule['args'] ?? [] as $path => $meaning) {
                $this->assert_known($meaning, "{$function} {$path}");
            }
            foreach (array_merge(array_keys($rule['keep'] ?? []), array_keys($rule['omit'] ?? [])) as $list) {
                $this->assertStringEndsWith('[]', $list, $function);
            }
        }
    }

    /**
     * Names lead somewhere, and ways can be walked.
     */
    public function test_names_and_ways_are_well_formed(): void {
        $names = self::table('names');
        foreach (array_merge([$names['any']], array_values($names['components'])) as $meanings) {
            foreach ($meanings as $name => $meaning) {
                $this->assert_known($meaning, (string) $name);
            }
        }
        foreach (array_keys(self::table('ways')) as $name) {
            $way = course_way::named($name);
            $this->assertTrue($name === 'course' || $way->sql() !== null || $way->ends_in_context(), $name);
        }
        $this->assertSame([], array_intersect_key(self::table('ways'), self::table('harmless')));
    }

    /**
     * Only a short list of functions needs neither a course nor a cut.
     */
    public function test_few_functions_are_neutral(): void {
        $neutral = [];
        foreach (array_merge(...array_values(self::files())) as $function => $rule) {
            if (isset($rule['free']) && !isset($rule['keep'])) {
                $neutral[] = $function;
            }
        }
        sort($neutral);
        $this->assertSame(self::NEUTRAL, $neutral);
    }

    /**
     * It is cheap to know in advance what cannot be used, and why.
     */
    public function test_what_cannot_be_used_is_known_in_advance(): void {
        $this->assertTrue(course_rules::usable('core_course_get_contents'));
        $this->assertFalse(course_rules::usable('core_message_get_messages'));
        $this->assertFalse(course_rules::usable('mod_attendance_get_sessions'));
        $this->assertStringContainsString('messages', course_rules::reason('core_message_get_messages'));
    }
}
