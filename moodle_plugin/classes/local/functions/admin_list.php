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

namespace local_mcpgate\local\functions;

/**
 * The functions an admin listed or gave another class.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class admin_list {

    /** The table of the list. */
    private const TABLE = 'local_mcpgate_function';

    /**
     * Read the list.
     *
     * @return array function name to class, sorted by name
     */
    public static function current(): array {
        global $DB;
        return $DB->get_records_menu(self::TABLE, null, 'name', 'name, class');
    }

    /**
     * Read the list with who wrote it and when.
     *
     * @return \stdClass[] rows, sorted by name
     */
    public static function rows(): array {
        global $DB;
        return array_values($DB->get_records(self::TABLE, null, 'name'));
    }

    /**
     * Put a function on the list, or give it another class there.
     *
     * @param string $name
     * @param string $class one of function_class
     * @param int $by person, 0 for nobody in particular
     */
    public static function put(string $name, string $class, int $by): void {
        global $DB;
        $row = (object) ['name' => $name, 'class' => $class, 'usermodified' => $by, 'timemodified' => time()];
        $id = $DB->get_field(self::TABLE, 'id', ['name' => $name]);
        if ($id) {
            $DB->update_record(self::TABLE, (object) (['id' => $id] + (array) $row));
        } else {
            $row->timecreated = $row->timemodified;
            $DB->insert_record(self::TABLE, $row);
        }
    }

    /**
     * Take a function off the list.
     *
     * @param string $name
     */
    public static function take(string $name): void {
        global $DB;
        $DB->delete_records(self::TABLE, ['name' => $name]);
    }
}
