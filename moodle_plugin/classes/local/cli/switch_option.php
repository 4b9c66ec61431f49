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
 * An option that is given or not.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class switch_option {

    /**
     * Tell whether an option was given.
     *
     * @param array $given values by option as Moodle reads them
     * @param string $name
     * @return bool
     * @throws command_refused if it has a value: whoever says "no" would get the opposite
     */
    public static function read(array $given, string $name): bool {
        $value = $given[$name] ?? false;
        if (!is_bool($value)) {
            throw command_refused::options([$name => get_string('cli_switchvalue', 'local_mcpgate')]);
        }
        return $value;
    }
}
