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

use local_mcpgate\local\policy\address_limit;
use local_mcpgate\local\policy\function_pattern;
use local_mcpgate\local\policy\limits;
use PHPUnit\Framework\TestCase;

/**
 * How limits are kept.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class limits_test extends TestCase {

    /**
     * No limit and nothing allowed are two things, and both survive being stored.
     */
    public function test_what_is_stored_is_read_again(): void {
        foreach ([limits::none(), new limits(['functions' => [], 'courses' => [3, 4], 'ratelimit' => 5])] as $limits) {
            $this->assertEquals($limits->to_columns(), limits::stored((object) $limits->to_columns())->to_columns());
        }
        $this->assertNull(limits::none()->courses());
        $this->assertSame([], limits::stored((object) (new limits(['courses' => []]))->to_columns())->courses());
    }

    /**
     * A list that cannot be read allows nothing.
     *
     * @dataProvider broken
     * @param string $json
     */
    public function test_a_list_that_cannot_be_read_allows_nothing(string $json): void {
        $row = ['functionpatterns' => $json, 'courses' => $json, 'addresses' => $json] + limits::none()->to_columns();
        $limits = limits::stored((object) $row);
        $this->assertSame([[], [], []], [$limits->functions(), $limits->courses(), $limits->addresses()]);
    }

    /**
     * What is no list.
     *
     * @return array
     */
    public static function broken(): array {
        return [[''], ['null'], ['{broken'], ['7'], ['"core_*"'], ['[[1]]']];
    }

    /**
     * An entry of another type than it should be matches nothing and breaks nothing.
     */
    public function test_entries_of_another_type_match_nothing_and_break_nothing(): void {
        $columns = ['functionpatterns' => '[1, true, null]', 'courses' => '["7", "x"]', 'addresses' => '[1.5, 0, true]'];
        $limits = limits::stored((object) ($columns + limits::none()->to_columns()));
        $this->assertFalse(function_pattern::any_covers($limits->functions(), 'core_course_get_contents'));
        $this->assertSame([7, 0], $limits->courses());
        $this->assertFalse((new address_limit($limits->addresses(), []))->admits('0.0.0.0'));
    }

    /**
     * A change names the limits that differ.
     */
    public function test_a_change_names_what_differs(): void {
        $before = new limits(['functions' => ['core_*'], 'ratelimit' => 5]);
        $after = new limits(['functions' => ['core_*'], 'ratelimit' => 4, 'approvewrites' => true]);
        $this->assertSame(['ratelimit', 'approvewrites'], $after->changes_since($before));
        $this->assertSame([], $after->changes_since($after));
    }
}
