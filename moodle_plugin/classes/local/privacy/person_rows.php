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

namespace local_mcpgate\local\privacy;

/**
 * Where rows name a person.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class person_rows {

    /** Columns that name a person, by table. */
    public const COLUMNS = [
        'local_mcpgate_connection' => ['userid', 'revokedby'],
        'local_mcpgate_request' => ['userid'],
        'local_mcpgate_approval' => ['userid', 'decidedby'],
        'local_mcpgate_function' => ['usermodified'],
        'local_mcpgate_audit' => ['userid'],
    ];

    /**
     * Tell whether any row names a person.
     *
     * @param int $userid
     * @return bool
     */
    public static function exist(int $userid): bool {
        global $DB;
        foreach (self::COLUMNS as $table => $columns) {
            foreach ($columns as $column) {
                if ($DB->record_exists($table, [$column => $userid])) {
                    return true;
                }
            }
        }
        return false;
    }
}
