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

use local_mcpgate\local\oauth\connections;
use local_mcpgate\local\oauth\revocation_reason;

/**
 * Erases a person: connections go, the record stays without saying whose it is.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class person_eraser {

    /** @var string What an audit row loses; without its salt the commitment to these fields says nothing either. */
    private const ANONYMISE = 'UPDATE {local_mcpgate_audit} SET userid = NULL, clientip = NULL, useragent = NULL, salt = NULL';

    /**
     * Erase a person.
     *
     * @param int $userid
     */
    public static function erase(int $userid): void {
        global $DB;
        connections::revoke_all($userid, null, revocation_reason::ERASED);
        $DB->execute(self::ANONYMISE . ' WHERE userid = ?', [$userid]);
        self::anonymise_failures_of_connections($userid);
        $own = 'connectionid IN (SELECT id FROM {local_mcpgate_connection} WHERE userid = ?)';
        $DB->delete_records_select('local_mcpgate_token', $own, [$userid]);
        foreach (['request', 'approval', 'connection'] as $table) {
            $DB->delete_records("local_mcpgate_{$table}", ['userid' => $userid]);
        }
        $DB->set_field('local_mcpgate_connection', 'revokedby', null, ['revokedby' => $userid]);
        $DB->set_field('local_mcpgate_approval', 'decidedby', null, ['decidedby' => $userid]);
        $DB->set_field('local_mcpgate_function', 'usermodified', 0, ['usermodified' => $userid]);
    }

    /**
     * Take addresses out of rows that name a connection of the person, but somebody else or nobody as its doer.
     *
     * @param int $userid
     */
    private static function anonymise_failures_of_connections(int $userid): void {
        global $DB;
        $own = 'connectionid IN (SELECT id FROM {local_mcpgate_connection} WHERE userid = ?)';
        $DB->execute(self::ANONYMISE . " WHERE userid IS NULL AND {$own}", [$userid]);
    }
}
