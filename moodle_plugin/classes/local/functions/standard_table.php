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
 * The reviewed classes of the functions of standard Moodle, from 4.1 on.
 *
 * Reviewed by hand, function by function. "read" neither changes anything that matters nor
 * leaks anything; "destructive" deletes, cannot be undone or takes over accounts; "never" is
 * not for assistants. A row that is not plainly what Moodle calls it says why.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class standard_table {

    /** The files that make up the table. */
    private const PARTS = ['activities', 'competency', 'core', 'plugins'];

    /** Marks functions that take part in an attempt of a student, or show one that is still open. */
    private const ASSESSMENT = 'assessment';

    /**
     * Return what a row says.
     *
     * @param string[] $row of rows()
     * @return function_verdict
     */
    public static function verdict(array $row): function_verdict {
        return new function_verdict($row[0], $row[1], ($row[2] ?? '') === self::ASSESSMENT);
    }

    /**
     * Return the table as it is written down.
     *
     * @return array[] name of function to class, reasons (words, separated by blanks) and maybe "assessment"
     */
    public static function rows(): array {
        $rows = [];
        foreach (self::PARTS as $part) {
            $rows += require(__DIR__ . "/standard/{$part}.php");
        }
        return $rows;
    }
}
