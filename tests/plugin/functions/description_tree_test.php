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

use local_mcpgate\fixtures\described;
use local_mcpgate\local\functions\description_tree;
use PHPUnit\Framework\TestCase;

/**
 * Descriptions as the sidecar reads them.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class description_tree_test extends TestCase {

    /**
     * Encode the tree of a description.
     *
     * @param \stdClass $description
     * @return string
     */
    private static function json(\stdClass $description): string {
        return json_encode(description_tree::of($description), JSON_THROW_ON_ERROR);
    }

    /**
     * A function without arguments takes an object without members.
     */
    public function test_an_empty_structure_is_an_object(): void {
        $this->assertSame('{"t":"s","keys":{},"desc":"","req":1,"null":false}', self::json(described::structure([])));
    }

    /**
     * Nesting, and the three ways to be required.
     */
    public function test_trees_nest(): void {
        $description = described::structure([
            'id' => described::value('int', described::REQUIRED, null, true),
            'options' => described::items(described::structure(['name' => described::value('alpha', described::OPTIONAL)])),
        ]);
        $expected = '{"t":"s","keys":{"id":{"t":"v","type":"int","desc":"","req":1,"null":true},'
            . '"options":{"t":"m","content":{"t":"s","keys":{"name":{"t":"v","type":"alpha","desc":"","req":2,"null":false}},'
            . '"desc":"","req":1,"null":false},"desc":"","req":1,"null":false}},"desc":"","req":1,"null":false}';
        $this->assertSame($expected, self::json($description));
    }

    /**
     * Names that are digits do not turn an object into a list.
     */
    public function test_numeric_names_stay_names(): void {
        $tree = json_decode(self::json(described::structure([0 => described::value('int')])));
        $this->assertIsObject($tree->keys);
    }

    /**
     * A default has the JSON type of what it stands for.
     *
     * @dataProvider defaults
     * @param \stdClass $description
     * @param string $default as JSON
     */
    public function test_defaults_have_the_type_of_their_place(\stdClass $description, string $default): void {
        $this->assertStringEndsWith(',"default":' . $default . '}', self::json($description));
    }

    /**
     * Descriptions with a default, and how it reads.
     *
     * @return array
     */
    public static function defaults(): array {
        $pair = ['a' => described::value('bool'), 'b' => described::items(described::value('int'))];
        $has = described::HAS_DEFAULT;
        return [
            'number' => [described::value('int', $has, 0), '0'],
            'yes' => [described::value('bool', $has, 1), 'true'],
            'nothing' => [described::value('int', $has, null, true), 'null'],
            'empty object' => [described::structure($pair, $has, []), '{}'],
            'object' => [described::structure($pair, $has, ['a' => 0, 'b' => [5 => 1]]), '{"a":false,"b":[1]}'],
            'empty list' => [described::items(described::value('int'), $has, []), '[]'],
            'list of objects' => [described::items(described::structure([]), $has, [[]]), '[{}]'],
        ];
    }
}
