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

namespace local_mcpgate\local\record;

/**
 * Who may read the record: those with the capability all of it, everybody what is their own.
 *
 * It is about the person who really sits there, whoever they are signed in as.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class record_access {

    /** Lets a person read all. */
    public const CAPABILITY = 'local/mcpgate:viewaudit';

    /**
     * Tell whether this person may read all.
     *
     * @return bool
     */
    public static function is_to_all(): bool {
        return has_capability(self::CAPABILITY, \context_system::instance(), self::reader());
    }

    /**
     * Tell whether this person can have done anything.
     *
     * @return bool
     */
    public static function is_to_own(): bool {
        return isloggedin() && !isguestuser(self::reader());
    }

    /**
     * Return who reads.
     *
     * @return int
     */
    public static function reader(): int {
        return (int) \core\session\manager::get_realuser()->id;
    }
}
