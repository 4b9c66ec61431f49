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

use local_mcpgate\fixtures\tables;
use local_mcpgate\local\policy\course_resolver;
use PHPUnit\Framework\TestCase;

/**
 * Which courses ids lead to.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class course_resolver_test extends TestCase {

    /**
     * Each kind of id leads to its course; what leads nowhere is left out.
     *
     * @dataProvider ids
     * @param string $way
     * @param array $ids
     * @param array $courses
     */
    public function test_ids_lead_to_courses(string $way, array $ids, array $courses): void {
        $this->assertSame($courses, (new tables())->resolver()->courses($way, $ids));
    }

    /**
     * Ids, and where they lead.
     *
     * @return array
     */
    public static function ids(): array {
        return [
            'a course is itself' => ['course', [7, 404], [7 => [7], 404 => [404]]],
            'no ids' => ['course', [], []],
            'one step' => ['module', [70, 90, 404], [70 => [7], 90 => [9]]],
            'two steps' => ['quiz_attempt', [740, 940], [740 => [7], 940 => [9]]],
            'a row that hangs in the air' => ['quiz_attempt', [950], []],
            'by a text' => ['badge_hash', ['c0ffee'], ['c0ffee' => [7]]],
            'a text that is not there' => ['badge_hash', ['C0FFEE'], []],
            'nothing stored' => ['badge', [5, 75], [75 => [7]]],
            'zero stored' => ['event', [6, 76], [76 => [7]]],
            'zero where the site may own it' => ['site_scale', [8, 78], [8 => [0], 78 => [7]]],
            'zero where it may not' => ['scale', [8, 78], [78 => [7]]],
            'the context of a course' => ['context', [700], [700 => [7]]],
            'a context inside of a course' => ['context', [701], [701 => [7]]],
            'a context whose number only begins alike' => ['context', [7010], [7010 => [9]]],
            'the site' => ['context', [10], []],
            'a person' => ['context', [30], []],
            'no context' => ['context', [404], []],
        ];
    }

    /**
     * Moodle 5 dropped tables; ids for them lead nowhere, and nothing asks for them.
     */
    public function test_a_table_that_is_not_there_leads_nowhere(): void {
        $tables = new tables();
        $this->assertSame([], $tables->resolver()->courses('chat', [1]));
        $this->assertSame([], $tables->queries);
    }

    /**
     * A thousand ids cost a query, not a thousand.
     */
    public function test_many_ids_are_asked_for_together(): void {
        $asked = [];
        $resolver = new course_resolver(static function (string $table): array {
            return ['id' => true, 'course' => true];
        }, static function (string $sql, array $values) use (&$asked): array {
            $asked[] = count($values);
            return array_map(static function (int $value): array {
                return [$value, 7];
            }, $values);
        });
        $this->assertCount(1500, $resolver->courses('module', range(1, 1500)));
        $this->assertSame([1000, 500], $asked);
    }
}
