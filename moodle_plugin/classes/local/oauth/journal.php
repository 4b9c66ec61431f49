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

namespace local_mcpgate\local\oauth;

use local_mcpgate\local\bridge\bridge_exception;
use local_mcpgate\local\record\audit_writer;
use local_mcpgate\local\record\outcome;

/**
 * Puts on record how connections begin and end, and who was not let in.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class journal {

    /**
     * Record that a person allowed a client.
     *
     * @param connection $connection
     */
    public static function authorised(connection $connection): void {
        audit_writer::write(self::row('connection_authorised', outcome::ALLOWED, $connection, ['clientip' => getremoteaddr()]));
    }

    /**
     * Tell that a connection ended.
     *
     * @param connection $connection
     * @param int|null $by
     * @param string $reason
     * @param string|null $clientip
     * @return array fields of the row
     */
    public static function revocation(connection $connection, ?int $by, string $reason, ?string $clientip): array {
        $who = $by === null ? [] : ['userid' => $by];
        return self::row('connection_revoked', outcome::ALLOWED, $connection, $who + [
            'errorcode' => $reason,
            'clientip' => $clientip,
        ]);
    }

    /**
     * Record that a connection ended because its person was erased; nothing says who that was.
     *
     * @param int $connectionid
     */
    public static function erased(int $connectionid): void {
        audit_writer::write([
            'kind' => 'connection_revoked',
            'outcome' => outcome::ALLOWED,
            'errorcode' => revocation_reason::ERASED,
            'connectionid' => $connectionid,
        ]);
    }

    /**
     * Tell that the limits of a connection were changed.
     *
     * @param connection $before
     * @param connection $after
     * @param int|null $by null for the command line, which is not the owner
     * @param string|null $clientip
     * @return array fields of the row
     */
    public static function limits_change(connection $before, connection $after, ?int $by, ?string $clientip): array {
        $fields = ['argumentkeys' => $after->changes_since($before), 'userid' => $by, 'clientip' => $clientip];
        return self::row('connection_changed', outcome::ALLOWED, $after, $fields);
    }

    /**
     * Record that a client asked twice with one challenge.
     *
     * @param client $client
     * @param string|null $clientip where it asked from
     */
    public static function challenge_reused(client $client, ?string $clientip): void {
        audit_writer::write([
            'kind' => 'challenge_reused',
            'outcome' => outcome::ALLOWED,
            'client' => $client->name(),
            'clientip' => $clientip,
        ]);
    }

    /**
     * Record that the person who really sits there was not let through the consent page.
     *
     * @param client|null $client who asked, if that is known
     * @param bridge_exception $refusal
     */
    public static function refused(?client $client, bridge_exception $refusal): void {
        audit_writer::write([
            'kind' => 'auth_failed',
            'outcome' => outcome::DENIED,
            'errorcode' => $refusal->bridge_code(),
            'userid' => (int) \core\session\manager::get_realuser()->id,
            'client' => $client === null ? null : $client->name(),
            'clientip' => getremoteaddr(),
        ]);
    }

    /**
     * Make a row about a connection.
     *
     * @param string $kind
     * @param string $outcome
     * @param connection $connection
     * @param array $fields what else is known; without a userid, the owner did it
     * @return array
     */
    private static function row(string $kind, string $outcome, connection $connection, array $fields): array {
        $fields += ['userid' => $connection->userid()];
        return $fields + [
            'kind' => $kind,
            'outcome' => $outcome,
            'connectionid' => $connection->id(),
            'client' => self::client_name($connection, $fields['userid']),
            'scopes' => $connection->granted()->column(),
        ];
    }

    /**
     * Return what a row calls the client.
     *
     * A name that a client gave itself may be that of its person, and so stands only in rows that are erased with them.
     *
     * @param connection $connection
     * @param int|null $userid whose row it is
     * @return string|null
     */
    private static function client_name(connection $connection, ?int $userid): ?string {
        $isnamable = $userid === $connection->userid() || $connection->client_kind() !== client::DYNAMIC;
        return $isnamable ? $connection->client_name() : null;
    }
}
