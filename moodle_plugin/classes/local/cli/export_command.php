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

use local_mcpgate\local\record\exported_row;
use local_mcpgate\local\record\record_export;
use local_mcpgate\local\record\record_stream;

/**
 * Writes rows of the record for an administrator at a shell, one by one.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class export_command {

    /** @var int */
    private const JSON = JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES | JSON_INVALID_UTF8_SUBSTITUTE | JSON_THROW_ON_ERROR;

    /** @var export_options */
    private $options;

    /** @var resource */
    private $output;

    /**
     * Take a command.
     *
     * @param export_options $options
     * @param resource $output
     */
    public function __construct(export_options $options, $output) {
        $this->options = $options;
        $this->output = $output;
    }

    /**
     * Carry the command out.
     *
     * @throws command_refused
     */
    public function run(): void {
        $format = $this->options->format();
        $rows = record_export::begin($this->options->selection(), $format, null, null);
        if ($format === record_export::CSV) {
            $this->write_table($rows);
        } else if ($format === record_export::JSON) {
            $this->write_list($rows);
        } else {
            $this->write_lines($rows);
        }
    }

    /**
     * Write a table with a head.
     *
     * @param record_stream $rows
     */
    private function write_table(record_stream $rows): void {
        $this->write_line(exported_row::columns());
        foreach ($rows as $row) {
            $this->write_line(record_export::row(record_export::CSV, $row));
        }
    }

    /**
     * Write a line of a table (RFC 4180: a quote is doubled, nothing else is special).
     *
     * @param array $cells
     */
    private function write_line(array $cells): void {
        $this->check(fputcsv($this->output, $cells, ',', '"', ''));
    }

    /**
     * Write one JSON list.
     *
     * @param record_stream $rows
     */
    private function write_list(record_stream $rows): void {
        $before = '[';
        foreach ($rows as $row) {
            $this->write($before . self::json($row));
            $before = ",\n";
        }
        $this->write($before === '[' ? "[]\n" : "]\n");
    }

    /**
     * Write one JSON object a line.
     *
     * @param record_stream $rows
     */
    private function write_lines(record_stream $rows): void {
        foreach ($rows as $row) {
            $this->write(self::json($row) . "\n");
        }
    }

    /**
     * Return a row as JSON, whatever text somebody sent.
     *
     * @param \stdClass $row
     * @return string
     */
    private static function json(\stdClass $row): string {
        return json_encode(record_export::row(record_export::JSON, $row), self::JSON);
    }

    /**
     * Write a text.
     *
     * @param string $text
     */
    private function write(string $text): void {
        $this->check(fwrite($this->output, $text));
    }

    /**
     * Stop where no more can be written, so that nobody takes half of it for all.
     *
     * @param int|false $written
     * @throws \moodle_exception
     */
    private function check($written): void {
        if ($written === false) {
            throw new \moodle_exception('cli_cannotwrite', 'local_mcpgate');
        }
    }
}
