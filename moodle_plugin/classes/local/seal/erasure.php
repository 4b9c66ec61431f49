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
 * Takes people out of the record and leaves its chain whole: a row keeps its commitment and loses its salt.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class erasure {

    /** Kind of the row that says that there was an erasure, and of how many rows. */
    public const KIND = 'record_erased';

    /** @var int Sealing and removing are done a piece at a time, each in seconds. */
    private const WAIT_S = 120;

    /** @var string Rows of the person, and rows of nobody that name a connection of theirs. */
    private const OF_PERSON = '(userid = :userid OR (userid IS NULL AND connectionid IN
        (SELECT id FROM {local_mcpgate_connection} WHERE userid = :owner)))';

    /** @var string Rows that still tell of somebody. */
    private const PERSONAL = '(userid IS NOT NULL OR clientip IS NOT NULL OR useragent IS NOT NULL OR client IS NOT NULL)';

    /**
     * Erase what the record tells of a person; call it while their connections still exist.
     *
     * @param int $userid
     * @return int how many rows told of them
     * @throws \moodle_exception recordbusy
     */
    public static function of_user(int $userid): int {
        $erased = seal_lock::during(self::WAIT_S, static function () use ($userid): int {
            return self::erase(self::OF_PERSON . ' AND ' . self::PERSONAL, ['userid' => $userid, 'owner' => $userid]);
        });
        if ($erased === null) {
            throw new \moodle_exception('recordbusy', 'local_mcpgate');
        }
        if ($erased > 0) {
            audit_writer::write(['kind' => self::KIND, 'outcome' => outcome::ALLOWED, 'attempts' => $erased]);
        }
        return $erased;
    }

    /**
     * Erase rows.
     *
     * @param string $select
     * @param array $params
     * @return int how many
     */
    private static function erase(string $select, array $params): int {
        global $DB;
        $transaction = $DB->start_delegated_transaction();
        $count = $DB->count_records_select(audit_writer::TABLE, $select, $params);
        $columns = implode(' = NULL, ', array_merge(canonical_row::PERSONAL, ['salt'])) . ' = NULL';
        $DB->execute('UPDATE {' . audit_writer::TABLE . "} SET {$columns} WHERE {$select}", $params);
        $transaction->allow_commit();
        return $count;
    }
}
