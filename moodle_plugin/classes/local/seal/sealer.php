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
use local_mcpgate\local\record\outcome;

/**
 * Seals what is final: links the rows to the chain and signs its new end.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class sealer {

    /** @var int Most rows of one seal, so that no transaction is long. */
    private const MAX_ROWS = 1000;

    /**
     * @var string Rows that nobody changes any more; a row that lost its seal is not given another one. Two plain conditions
     * on indexed columns would have MySQL walk through all that was sealed before, for each thousand rows of a backlog.
     */
    private const READY = 'chainnumber IS NULL AND COALESCE(sealid, 0) = 0 AND outcome <> :started';

    /** @var int Seconds; whoever comes while somebody else seals leaves it to them. */
    private const WAIT_S = 0;

    /**
     * Seal until nothing is left, or it took long enough, and send the newest seal out.
     *
     * @param int $now Unix time that the seals bear
     * @param int $seconds how long to go on, at most
     * @return int how many rows were sealed
     */
    public static function run(int $now, int $seconds): int {
        $deadline = microtime(true) + $seconds;
        $sealed = 0;
        do {
            $seal = seal_lock::during(self::WAIT_S, static function () use ($now): ?seal {
                return self::seal_some($now);
            });
            $sealed += $seal === null ? 0 : $seal->rows();
        } while ($seal !== null && $seal->rows() === self::MAX_ROWS && microtime(true) < $deadline);
        seal_lock::during(self::WAIT_S, static function () use ($now): void {
            announcement::make($now);
        });
        return $sealed;
    }

    /**
     * Make one seal.
     *
     * @param int $now Unix time
     * @return seal|null null if nothing waits, or nothing can be signed though it was before
     */
    private static function seal_some(int $now): ?seal {
        global $DB;
        $params = ['started' => outcome::STARTED];
        $rows = $DB->get_records_select(audit_writer::TABLE, self::READY, $params, 'id', '*', 0, self::MAX_ROWS);
        if (!$rows) {
            return null;
        }
        $keys = signing_keys::ready();
        if ($keys === null && signing_keys::are_there()) {
            return null;
        }
        $transaction = $DB->start_delegated_transaction();
        $last = seals::newest();
        self::link($rows, $last);
        $seal = self::add(array_values($rows), $last, $keys, $now);
        foreach ($rows as $row) {
            self::store($row, $seal);
        }
        $transaction->allow_commit();
        return $seal;
    }

    /**
     * Link rows to the chain, one to the other.
     *
     * @param \stdClass[] $rows
     * @param seal|null $last what the chain ends with so far
     */
    private static function link(array $rows, ?seal $last): void {
        $hash = $last === null ? canonical_row::GENESIS : $last->head();
        $number = $last === null ? 0 : $last->chainlength();
        foreach ($rows as $row) {
            $row->chainnumber = ++$number;
            $row->salt = canonical_row::new_salt();
            $row->commitment = canonical_row::commitment($row, $row->salt);
            $hash = canonical_row::link($hash, $row);
            $row->chainhash = $hash;
        }
    }

    /**
     * Sign the new end of the chain.
     *
     * @param \stdClass[] $rows
     * @param seal|null $last
     * @param signing_keys|null $keys
     * @param int $now
     * @return seal
     */
    private static function add(array $rows, ?seal $last, ?signing_keys $keys, int $now): seal {
        $end = end($rows);
        $columns = [
            'sealnumber' => $last === null ? 1 : $last->number() + 1,
            'firstauditid' => reset($rows)->id,
            'lastauditid' => $end->id,
            'sealedrows' => count($rows),
            'chainlength' => $end->chainnumber,
            'previoushead' => $last === null ? canonical_row::GENESIS : $last->head(),
            'head' => $end->chainhash,
            'timecreated' => $now,
        ];
        $statement = (new seal((object) $columns))->statement(get_site_identifier());
        return seals::add($columns, $keys === null ? signature::none() : $keys->sign($statement));
    }

    /**
     * Store what a row got.
     *
     * @param \stdClass $row
     * @param seal $seal
     */
    private static function store(\stdClass $row, seal $seal): void {
        global $DB;
        $sql = 'UPDATE {' . audit_writer::TABLE . '}
                   SET salt = ?, commitment = ?, chainhash = ?, chainnumber = ?, sealid = ?
                 WHERE id = ?';
        $DB->execute($sql, [$row->salt, $row->commitment, $row->chainhash, $row->chainnumber, $seal->id(), $row->id]);
    }
}
