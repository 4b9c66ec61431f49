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

namespace local_mcpgate\local\seal;

use local_mcpgate\local\record\audit_writer;

/**
 * Reads sealed rows in the order of the chain, a window at a time, however many there are.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class chain_rows {

    /** @var int Places in the chain that are read at once. */
    private const WINDOW = 1000;

    /** @var int The place after the last window. */
    private $next;

    /** @var int The last place there is. */
    private $end;

    /** @var \stdClass[] What was read. */
    private $buffer = [];

    /** @var int How much of that was used. */
    private $used = 0;

    /**
     * Read the rows at some places.
     *
     * @param int $first
     * @param int $last
     */
    public function __construct(int $first, int $last) {
        $this->next = $first;
        $this->end = $last;
    }

    /**
     * Return the row that is next, and stay before it.
     *
     * @return \stdClass|null
     */
    public function current(): ?\stdClass {
        return $this->at(0);
    }

    /**
     * Return the row after that.
     *
     * @return \stdClass|null
     */
    public function following(): ?\stdClass {
        return $this->at(1);
    }

    /**
     * Go on to the row after the next.
     */
    public function advance(): void {
        $this->used++;
    }

    /**
     * Look ahead.
     *
     * @param int $index
     * @return \stdClass|null
     */
    private function at(int $index): ?\stdClass {
        while (!isset($this->buffer[$this->used + $index]) && $this->next <= $this->end) {
            $this->read();
        }
        return $this->buffer[$this->used + $index] ?? null;
    }

    /**
     * Read a window; if there are more rows than places in it, one of those that were read is too many.
     */
    private function read(): void {
        global $DB;
        $last = min($this->next + self::WINDOW - 1, $this->end);
        $places = ['first' => $this->next, 'last' => $last];
        $select = 'chainnumber BETWEEN :first AND :last';
        $rows = $DB->get_records_select(audit_writer::TABLE, $select, $places, 'chainnumber, id', '*', 0, self::WINDOW + 1);
        $this->buffer = array_merge(array_slice($this->buffer, $this->used), array_values($rows));
        $this->used = 0;
        $this->next = $last + 1;
    }
}
