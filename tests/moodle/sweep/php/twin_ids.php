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
 * Where the ids of the twin courses lie.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

/**
 * Gives each course its own range of ids, and each table its own place in it.
 *
 * So an id in an answer tells which course it belongs to, and an id of one table is never one of another.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class mcpgate_twin_ids {
    /** @var array<string, int> Where the ids of a course begin. */
    public const FIRST = ['a' => 41000000, 'b' => 71000000];

    /** @var int Where the ids of what belongs to neither begin. */
    public const SITE = 31000000;

    /** @var int Where the ids of what is made later begin. */
    public const LATER = 91000000;

    /** @var int How many ids a table has of a range. */
    public const STRIDE = 2000;

    /**
     * Lets every table count on from its place in a range.
     *
     * @param int $first where the range begins
     */
    public function start_at(int $first): void {
        global $DB;
        foreach (array_values($this->tables()) as $place => $table) {
            $next = $first + $place * self::STRIDE + 1;
            $DB->execute("ALTER TABLE {{$table}} AUTO_INCREMENT = {$next}");
        }
    }

    /**
     * Returns the tables that number their rows.
     *
     * @return string[] in the order of their names
     */
    private function tables(): array {
        global $DB;
        $tables = array_filter($DB->get_tables(false), static function (string $table) use ($DB): bool {
            $columns = $DB->get_columns($table);
            return isset($columns['id']) && $columns['id']->auto_increment;
        });
        sort($tables);
        return $tables;
    }
}
