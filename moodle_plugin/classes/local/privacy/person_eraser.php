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

namespace local_mcpgate\local\privacy;

use local_mcpgate\local\oauth\client;
use local_mcpgate\local\oauth\connections;
use local_mcpgate\local\oauth\journal;
use local_mcpgate\local\oauth\revocation_reason;
use local_mcpgate\local\seal\erasure;

/**
 * Erases a person: connections go, the record stays without saying whose it is.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class person_eraser {

    /**
     * Erase a person: their connections end and go, and the record forgets who it was.
     *
     * That connections ended is recorded once nothing says any more whose they were.
     *
     * @param int $userid
     * @throws \moodle_exception recordbusy while something else changes the record; to be tried again
     */
    public static function erase(int $userid): void {
        $ended = connections::stop_all($userid, revocation_reason::ERASED);
        erasure::of_user($userid);
        self::forget($userid);
        // A call may have begun while its connection was still there.
        erasure::of_user($userid);
        array_map([journal::class, 'erased'], $ended);
    }

    /**
     * Delete what is the person's, and take them out of what is others'.
     *
     * @param int $userid
     */
    private static function forget(int $userid): void {
        global $DB;
        $transaction = $DB->start_delegated_transaction();
        $clientids = $DB->get_fieldset_select('local_mcpgate_connection', 'DISTINCT clientid', 'userid = ?', [$userid]);
        $own = 'connectionid IN (SELECT id FROM {local_mcpgate_connection} WHERE userid = ?)';
        $DB->delete_records_select('local_mcpgate_token', $own, [$userid]);
        foreach (['request', 'approval', 'connection'] as $table) {
            $DB->delete_records("local_mcpgate_{$table}", ['userid' => $userid]);
        }
        self::forget_own_clients($clientids);
        $DB->set_field('local_mcpgate_connection', 'revokedby', null, ['revokedby' => $userid]);
        $DB->set_field('local_mcpgate_approval', 'decidedby', null, ['decidedby' => $userid]);
        $DB->set_field('local_mcpgate_function', 'usermodified', 0, ['usermodified' => $userid]);
        $transaction->allow_commit();
    }

    /**
     * Forget clients that registered themselves and that nobody else uses: what they call themselves may name the person.
     *
     * @param int[] $clientids
     */
    private static function forget_own_clients(array $clientids): void {
        global $DB;
        if (!$clientids) {
            return;
        }
        [$insql, $params] = $DB->get_in_or_equal($clientids, SQL_PARAMS_NAMED);
        $select = "id {$insql} AND kind = :kind
            AND id NOT IN (SELECT clientid FROM {local_mcpgate_connection})
            AND id NOT IN (SELECT clientid FROM {local_mcpgate_request})";
        $DB->delete_records_select('local_mcpgate_client', $select, $params + ['kind' => client::DYNAMIC]);
    }
}
