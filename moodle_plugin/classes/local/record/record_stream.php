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
 * Rows of the record in the order of their time, a piece at a time: Moodle reads a query's rows into memory at once.
 *
 * It ends with what was there when it was made.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class record_stream implements \IteratorAggregate {

    /** @var int Rows in memory. */
    private const PIECE = 1000;

    /** @var record_selection */
    private $selection;

    /** @var int */
    private $count;

    /** @var int */
    private $lastid;

    /**
     * Find out how far it goes.
     *
     * @param record_selection $selection
     */
    public function __construct(record_selection $selection) {
        global $DB;
        $alias = $selection->alias();
        $sql = "SELECT COUNT({$alias}.id) AS amount, MAX({$alias}.id) AS lastid
                  FROM {" . audit_writer::TABLE . "} {$alias}
                 WHERE {$selection->sql()}";
        $extent = $DB->get_record_sql($sql, $selection->params());
        $this->selection = $selection;
        $this->count = (int) $extent->amount;
        $this->lastid = (int) $extent->lastid;
    }

    /**
     * Return how many rows there are.
     *
     * @return int
     */
    public function count(): int {
        return $this->count;
    }

    /**
     * Return one row after the other, with the name fields of the person.
     *
     * @return \Generator of \stdClass
     */
    public function getIterator(): \Generator {
        $time = $id = 0;
        do {
            $rows = $this->piece($time, $id);
            foreach ($rows as $row) {
                yield $row;
                [$time, $id] = [(int) $row->timecreated, (int) $row->id];
            }
            $ismore = count($rows) === self::PIECE;
        } while ($ismore);
    }

    /**
     * Read the rows that come after one.
     *
     * @param int $time of that row
     * @param int $id of that row
     * @return \stdClass[]
     */
    private function piece(int $time, int $id): array {
        global $DB;
        $alias = $this->selection->alias();
        $names = \core_user\fields::for_name()->get_sql('person', false, 'person_', '', false)->selects;
        $sql = "SELECT {$alias}.*, {$names}
                  FROM {" . audit_writer::TABLE . "} {$alias}
             LEFT JOIN {user} person ON person.id = {$alias}.userid
                 WHERE {$this->selection->sql()} AND {$alias}.id <= :streamlast AND {$alias}.timecreated >= :streamfrom
                       AND ({$alias}.timecreated > :streamtime OR {$alias}.id > :streamid)
              ORDER BY {$alias}.timecreated, {$alias}.id";
        $place = ['streamlast' => $this->lastid, 'streamfrom' => $time, 'streamtime' => $time, 'streamid' => $id];
        return $DB->get_records_sql($sql, $this->selection->params() + $place, 0, self::PIECE);
    }
}
