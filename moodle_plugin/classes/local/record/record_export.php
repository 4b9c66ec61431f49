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
 * Lets rows of the record leave the site: each time, that is on record before the first of them goes.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class record_export {

    /** Kind of the row that says so; it counts the rows that leave, and names what they were chosen by. */
    public const KIND = 'record_exported';

    /** Rows as they are, in one list. */
    public const JSON = 'json';

    /** Rows as they are, one a line. */
    public const JSON_LINES = 'jsonl';

    /** A table with commas. */
    public const CSV = 'csv';

    /** @var string[] Formats of Moodle that a page may offer: those that keep little in memory. */
    private const AT_PAGES = [self::CSV, 'excel', 'ods', self::JSON];

    /**
     * List what this site can make at a page.
     *
     * @return string[]
     */
    public static function formats(): array {
        $enabled = \core_plugin_manager::instance()->get_enabled_plugins('dataformat');
        return array_values(array_intersect(self::AT_PAGES, $enabled));
    }

    /**
     * Put an export on record, and begin it.
     *
     * @param record_selection $selection
     * @param string $format
     * @param int|null $userid of who takes the rows, null for an administrator at a shell
     * @param string|null $clientip from where
     * @return record_stream
     */
    public static function begin(record_selection $selection, string $format, ?int $userid, ?string $clientip): record_stream {
        $stream = new record_stream($selection);
        audit_writer::write([
            'kind' => self::KIND,
            'outcome' => outcome::ALLOWED,
            'userid' => $userid,
            'tool' => $format,
            'argumentkeys' => $selection->names(),
            'attempts' => $stream->count(),
            'clientip' => $clientip,
        ]);
        return $stream;
    }

    /**
     * Return what a row becomes in a format.
     *
     * @param string $format
     * @param \stdClass $row of record_stream
     * @return array values by name
     */
    public static function row(string $format, \stdClass $row): array {
        $islossless = $format === self::JSON || $format === self::JSON_LINES;
        return $islossless ? exported_row::facts($row) : exported_row::cells($row);
    }
}
