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

use local_mcpgate\fixtures\described;
use local_mcpgate\local\policy\argument_leaf;
use local_mcpgate\local\policy\argument_leaves;
use PHPUnit\Framework\TestCase;

/**
 * How arguments are taken apart.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class argument_leaves_test extends TestCase {

    /**
     * Every value is found, however deep and however its list is numbered.
     */
    public function test_every_value_is_found_with_its_place(): void {
        $option = described::structure(['name' => described::value('alpha'), 'value' => described::value('raw')]);
        $description = described::structure([
            'courseids' => described::items(described::value('int')),
            'options' => described::items($option),
            'data' => described::structure(['quizid' => described::value('int')]),
        ]);
        $leaves = argument_leaves::of($description, [
            'courseids' => ['0' => 7, 'x' => 9],
            'options' => [['name' => 'cmid', 'value' => '70']],
            'data' => ['quizid' => 74],
        ]);
        $found = array_map(static function (argument_leaf $leaf): array {
            return [$leaf->path(), $leaf->name(), $leaf->value()];
        }, $leaves);
        $this->assertSame([
            ['courseids[]', 'courseids', 7],
            ['courseids[]', 'courseids', 9],
            ['options[].name', 'name', 'cmid'],
            ['options[].value', 'value', '70'],
            ['data.quizid', 'quizid', 74],
        ], $found);
        $this->assertSame('cmid', $leaves[3]->sibling('name'));
        $this->assertSame('', $leaves[3]->sibling('key'));
    }

    /**
     * Numbers and what is named like an id may be one; switches and grades are none.
     *
     * @testWith ["int", "page", true]
     *           ["raw", "courseids", true]
     *           ["alphanum", "backupid", true]
     *           ["text", "message", false]
     *           ["bool", "grid", false]
     *           ["float", "grade", false]
     * @param string $type
     * @param string $name
     * @param bool $maybe
     */
    public function test_ids_are_suspected_by_type_and_name(string $type, string $name, bool $maybe): void {
        $this->assertSame($maybe, (new argument_leaf("a[].{$name}", 1, $type, []))->may_be_id());
    }

    /**
     * A place is there if the description has it.
     *
     * @testWith ["filters.courseids[]", true]
     *           ["filters.courseids", true]
     *           ["filters.courseids[].id", false]
     *           ["filters.groupids", false]
     *           ["courseids", false]
     * @param string $path
     * @param bool $there
     */
    public function test_places_are_found_in_a_description(string $path, bool $there): void {
        $filters = described::structure(['courseids' => described::items(described::value('int'))]);
        $this->assertSame($there, argument_leaves::has_place(described::structure(['filters' => $filters]), $path));
    }

    /**
     * What is not described has no places.
     */
    public function test_nothing_has_no_places(): void {
        $this->assertFalse(argument_leaves::has_place(null, 'courses'));
    }
}
