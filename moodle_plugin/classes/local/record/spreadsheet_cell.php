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
 * Text in a table that people open with a spreadsheet, which must not take it for a formula.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class spreadsheet_cell {

    /** @var string What makes a formula: half and full width, and in small forms. */
    private const OPERATOR = '[=+\-@\x{FF1D}\x{FF0B}\x{FF0D}\x{FF20}\x{FE62}\x{FE63}\x{FE66}\x{FE6B}\x{2212}]';

    /** @var string What a spreadsheet skips before it. */
    private const SKIPPED = '[\s\p{Z}\p{C}"\']';

    /** @var string Where a spreadsheet of another language begins a cell, and any does after a broken quotation. */
    private const SEPARATOR = '[;,|\t\r\n]';

    /**
     * Return a value that stays what it is.
     *
     * @param string|int|null $value
     * @return string|int
     */
    public static function of($value) {
        if (!is_string($value)) {
            return $value ?? '';
        }
        $inside = '/(' . self::SEPARATOR . ')((?:(?![\t\r\n])' . self::SKIPPED . ')*' . self::OPERATOR . ')/u';
        $first = '/^(?:' . self::SKIPPED . '*' . self::OPERATOR . '|[\t\r\n])/u';
        $text = preg_replace($inside, '$1\'$2', mb_scrub($value, 'UTF-8'));
        return preg_match($first, $text) ? "'{$text}" : $text;
    }
}
