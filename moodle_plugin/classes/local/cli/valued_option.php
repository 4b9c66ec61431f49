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
 * An option that says nothing without a value.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class valued_option {

    /**
     * Return the value of an option as it was given.
     *
     * @param array $given values by option as Moodle reads them, true for an option that has none
     * @param string $name
     * @return string
     * @throws command_refused if it has none: it may come from a variable of a script that is empty by mistake
     */
    public static function read(array $given, string $name): string {
        $value = $given[$name] ?? null;
        if (!is_string($value) || trim($value) === '') {
            throw command_refused::options([$name => get_string('cli_valuemissing', 'local_mcpgate')]);
        }
        return $value;
    }
}
