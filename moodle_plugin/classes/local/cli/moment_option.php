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
 * An option that is a moment: a date, with or without a time of day.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class moment_option {

    /** Ways to write one; without an offset it is in the time zone of the server. */
    private const FORMATS = ['Y-m-d', 'Y-m-d\TH:i', 'Y-m-d\TH:iP', 'Y-m-d\TH:i:s', 'Y-m-d\TH:i:sP'];

    /**
     * Read a moment that exists.
     *
     * @param string $value
     * @return int|null Unix time, null if it is none
     */
    public static function read(string $value): ?int {
        $text = preg_replace('/Z$/D', '+00:00', $value);
        foreach (self::FORMATS as $format) {
            $date = \DateTimeImmutable::createFromFormat("!{$format}", $text, \core_date::get_server_timezone_object());
            if ($date && $date->format($format) === $text) {
                return $date->getTimestamp();
            }
        }
        return null;
    }
}
