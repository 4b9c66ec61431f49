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
 * How far somebody outside has read the chain.
 *
 * It knows the row it stands at, and when that was sealed: should the record be put back to an
 * older copy and grow again, all that was sealed since then is read again and nothing is passed over.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class chain_position {

    /** @var int Place of the row in the chain. */
    private $number;

    /** @var string Hash of the chain at this row, hex. */
    private $hash;

    /** @var int Unix time of its seal. */
    private $time;

    /**
     * Hold a position.
     *
     * @param int $number
     * @param string $hash
     * @param int $time
     */
    public function __construct(int $number, string $hash, int $time) {
        $this->number = $number;
        $this->hash = $hash;
        $this->time = $time;
    }

    /**
     * Return the position at a row.
     *
     * @param \stdClass $row as rows_after() returns it
     * @return self
     */
    public static function of_row(\stdClass $row): self {
        return new self((int) $row->chainnumber, $row->chainhash, (int) $row->timesealed);
    }

    /**
     * Return the sealed rows after a position.
     *
     * @param self|null $position null for the beginning
     * @param int $limit
     * @return \stdClass[] columns of the record and timesealed
     */
    public static function rows_after(?self $position, int $limit): array {
        global $DB;
        $sql = 'SELECT a.*, s.timecreated AS timesealed
                  FROM {' . audit_writer::TABLE . '} a
             LEFT JOIN {' . seals::TABLE . '} s ON s.id = a.sealid
                 WHERE a.chainnumber > :number
              ORDER BY a.chainnumber, a.id';
        $params = ['number' => $position === null ? 0 : $position->last_number()];
        return array_values($DB->get_records_sql($sql, $params, 0, $limit));
    }

    /**
     * Return it as it leaves the site.
     *
     * @return array number, hash, time
     */
    public function facts(): array {
        return ['number' => $this->number, 'hash' => $this->hash, 'time' => $this->time];
    }

    /**
     * Return the place of the last row that was surely read.
     *
     * @return int
     */
    private function last_number(): int {
        global $DB;
        $hashes = $DB->get_fieldset_select(audit_writer::TABLE, 'chainhash', 'chainnumber = ?', [$this->number]);
        if (in_array($this->hash, $hashes, true) || (!$hashes && $this->was_removed())) {
            return $this->number;
        }
        $seal = seals::newest_before($this->time);
        return $seal === null ? 0 : $seal->chainlength();
    }

    /**
     * Tell whether its row was removed for its age.
     *
     * @return bool
     */
    private function was_removed(): bool {
        $oldest = seals::oldest();
        return $oldest !== null && $oldest->time_anchored() !== null && $this->number <= $oldest->chainlength();
    }
}
