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

namespace local_mcpgate\local\cli;

/**
 * The option that says until when: a date, seconds from now, or "none".
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class end_option {

    /** Most digits of a number of seconds. */
    private const MAX_DIGITS = 10;

    /**
     * Read the option.
     *
     * @param string $value
     * @param int $now Unix time
     * @return int|null Unix time, null for no end
     * @throws command_refused
     */
    public static function read(string $value, int $now): ?int {
        if ($value === change_options::NONE) {
            return null;
        }
        if (ctype_digit($value) && strlen($value) <= self::MAX_DIGITS) {
            return $now + (int) $value;
        }
        $end = moment_option::read($value);
        if ($end === null) {
            throw command_refused::options(['expires' => get_string('cli_baddate', 'local_mcpgate')]);
        }
        return $end;
    }
}
