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

/**
 * Holds the rows of one seal against the chain.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class row_check {

    /** @var seal */
    private $seal;

    /** @var chain_rows */
    private $rows;

    /** @var string Hash of the row before, in hex. */
    private $hash;

    /** @var int|null Id of the row before, if it is of the same seal. */
    private $previousid = null;

    /** @var int|null Id of the first row. */
    private $firstid = null;

    /** @var int */
    private $erased = 0;

    /**
     * Set up the check of a seal.
     *
     * @param seal $seal
     * @param chain_rows $rows standing before its first row
     */
    public function __construct(seal $seal, chain_rows $rows) {
        $this->seal = $seal;
        $this->rows = $rows;
        $this->hash = $seal->previous_head();
    }

    /**
     * Check all rows of the seal.
     *
     * @return int how many of them were erased
     * @throws fault
     */
    public function run(): int {
        $last = $this->seal->chainlength();
        for ($number = $last - $this->seal->rows() + 1; $number <= $last; $number++) {
            $this->check($number);
        }
        $row = $this->rows->current();
        if ($row !== null && (int) $row->chainnumber <= $last) {
            throw fault::row(fault::EXTRA, $row, $this->seal);
        }
        $ends = [$this->firstid, $this->previousid];
        if ($this->hash !== $this->seal->head() || $ends !== [$this->seal->first_auditid(), $this->seal->last_auditid()]) {
            throw fault::seal(fault::CHANGED, $this->seal->number());
        }
        return $this->erased;
    }

    /**
     * Check the row at a place.
     *
     * @param int $number
     * @throws fault
     */
    private function check(int $number): void {
        $row = $this->rows->current();
        if ($row === null || (int) $row->chainnumber > $number) {
            throw fault::missing_row($number, $this->seal, $this->previousid);
        }
        if ((int) $row->chainnumber < $number) {
            throw fault::row(fault::EXTRA, $row, $this->seal);
        }
        if (!$this->follows($row)) {
            throw fault::row($this->reason($row), $row, $this->seal);
        }
        if ((int) $row->sealid !== $this->seal->id() || !canonical_row::keeps_commitment($row)) {
            throw fault::row(fault::CHANGED, $row, $this->seal);
        }
        $this->erased += $row->salt === null ? 1 : 0;
        $this->hash = $row->chainhash;
        $this->previousid = (int) $row->id;
        $this->firstid = $this->firstid ?? $this->previousid;
        $this->rows->advance();
    }

    /**
     * Tell whether a row is the one that was linked to the row before.
     *
     * @param \stdClass $row
     * @return bool
     */
    private function follows(\stdClass $row): bool {
        return hash_equals(canonical_row::link($this->hash, $row), (string) $row->chainhash);
    }

    /**
     * Tell what is wrong with a row that does not follow the one before.
     *
     * @param \stdClass $row
     * @return string
     */
    private function reason(\stdClass $row): string {
        $following = $this->rows->following();
        if ($following !== null && $following->chainnumber === $row->chainnumber && $this->follows($following)) {
            return fault::EXTRA;
        }
        $isinseal = $following !== null && (int) $following->chainnumber <= $this->seal->chainlength();
        $highest = $isinseal ? (int) $following->id - 1 : $this->seal->last_auditid();
        $lowest = $this->previousid === null ? $this->seal->first_auditid() : $this->previousid + 1;
        return (int) $row->id < $lowest || (int) $row->id > $highest ? fault::OUT_OF_ORDER : fault::CHANGED;
    }
}
