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
 * An option that may be given more than once; Moodle itself keeps only the last.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class repeated_option {

    /**
     * Return every value of an option.
     *
     * @param string[] $arguments of the command, its own name first
     * @param string $name of the option, without its dashes
     * @return string[] in their order; what follows a comma and begins with a scheme is a value of its own
     */
    public static function values(array $arguments, string $name): array {
        $end = array_search('--', $arguments, true);
        $values = [];
        foreach ($end === false ? $arguments : array_slice($arguments, 0, $end) as $argument) {
            if (strpos($argument, "--{$name}=") === 0) {
                $value = substr($argument, strlen("--{$name}="));
                $values = array_merge($values, preg_split('~,(?=[a-z][a-z-]*://)~', $value, -1, PREG_SPLIT_NO_EMPTY));
            }
        }
        return $values;
    }
}
