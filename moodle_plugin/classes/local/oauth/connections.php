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
use local_mcpgate\local\epoch;
use local_mcpgate\local\policy\limits;
use local_mcpgate\local\record\audit_writer;

/**
 * All connections of the site.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class connections {

    /** A connection that no client fetched within this many seconds is forgotten. */
    public const PENDING_LIFETIME_S = 86400;

    /** @var string */
    private const TABLE = 'local_mcpgate_connection';

    /** @var string Columns of a connection and its client. */
    private const COLUMNS = 'c.*, k.clientid AS oauthclientid, k.name AS clientname, k.kind AS clientkind';

    /** @var string */
    private const FROM = '{local_mcpgate_connection} c JOIN {local_mcpgate_client} k ON k.id = c.clientid';

    /** @var string Condition on connections whose person is not being erased. */
    private const NAMEABLE = "(revokereason IS NULL OR revokereason <> '" . revocation_reason::ERASED . "')";

    /**
     * Find the live connection that an access token opens.
     *
     * @param string[] $hashes candidate hashes of the token
     * @return connection
     * @throws bridge_exception token_unknown, token_expired, connection_revoked or connection_expired
     */
    public static function by_token_hashes(array $hashes): connection {
        global $DB;
        [$in, $params] = $DB->get_in_or_equal($hashes, SQL_PARAMS_NAMED);
        $row = $DB->get_record_sql(
            'SELECT ' . self::COLUMNS . ', t.scopes AS tokenscopes, t.timeexpires AS tokenexpires
               FROM ' . self::FROM . "
               JOIN {local_mcpgate_token} t ON t.connectionid = c.id
              WHERE t.tokenhash {$in} AND t.kind = :kind",
            $params + ['kind' => token::ACCESS],
            IGNORE_MULTIPLE
        );
        if (!$row) {
            throw new bridge_exception('token_unknown', 'This site issued no such access token.');
        }
        $connection = self::loaded($row);
        self::require_usable($connection);
        return $connection;
    }

    /**
     * Find a connection by its number.
     *
     * @param int $id
     * @return connection|null
     */
    public static function find(int $id): ?connection {
        global $DB;
        $row = $DB->get_record_sql('SELECT ' . self::COLUMNS . ' FROM ' . self::FROM . ' WHERE c.id = :id', ['id' => $id]);
        return $row ? self::loaded($row) : null;
    }

    /**
     * List connections, the latest first.
     *
     * @param int|null $userid of one person, or of everybody
     * @return connection[]
     */
    public static function list(?int $userid = null): array {
        global $DB;
        $where = $userid === null ? '' : 'WHERE c.userid = :userid';
        $sql = 'SELECT ' . self::COLUMNS . ' FROM ' . self::FROM . " {$where} ORDER BY c.timecreated DESC, c.id DESC";
        return self::wrap($DB->get_records_sql($sql, ['userid' => $userid]));
    }

    /**
     * List connections that a client fetched, the latest first.
     *
     * @param int|null $userid of one person, or of everybody
     * @param int $offset how many to leave out
     * @param int $most
     * @return connection[]
     */
    public static function fetched(?int $userid, int $offset, int $most): array {
        global $DB;
        $where = 'WHERE c.timeactivated IS NOT NULL' . ($userid === null ? '' : ' AND c.userid = :userid');
        $sql = 'SELECT ' . self::COLUMNS . ' FROM ' . self::FROM . " {$where} ORDER BY c.timecreated DESC, c.id DESC";
        return self::wrap($DB->get_records_sql($sql, ['userid' => $userid], $offset, $most));
    }

    /**
     * Count connections that a client fetched.
     *
     * @param int|null $userid of one person, or of everybody
     * @return int
     */
    public static function count_fetched(?int $userid): int {
        global $DB;
        $where = 'timeactivated IS NOT NULL' . ($userid === null ? '' : ' AND userid = :userid');
        return $DB->count_records_select(self::TABLE, $where, ['userid' => $userid]);
    }

    /**
     * Make a connection at consent; it opens nothing before its code is redeemed.
     *
     * @param int $userid
     * @param authorization_request $request
     * @param scope_set $scopes
     * @param int $timeexpires Unix time
     * @param limits $limits
     * @return int its number
     */
    public static function create(
        int $userid,
        authorization_request $request,
        scope_set $scopes,
        int $timeexpires,
        limits $limits
    ): int {
        global $DB;
        $now = time();
        return (int) $DB->insert_record(self::TABLE, (object) ($limits->to_columns() + [
            'userid' => $userid,
            'clientid' => $request->clientid(),
            'scopes' => $scopes->column(),
            'audience' => $request->resource(),
            'revision' => 1,
            'timecreated' => $now,
            'timemodified' => $now,
            'timeexpires' => $timeexpires,
        ]));
    }

    /**
     * Change what a connection may do: its next call is decided on the new state, and the change is recorded.
     *
     * @param int $id
     * @param limits $limits
     * @param scope_set $scopes counts only within what was granted
     * @param int|null $timeexpires Unix time
     * @param int|null $by the person who changed it, null if no person did
     * @param string|null $clientip where the wish came from
     * @param int|null $revision the one the wish was weighed against, null for whichever there is
     * @return connection as it is now
     * @throws \moodle_exception connectionunknown if there is none, or none that is alive; connection_outdated if somebody
     *         changed it since
     */
    public static function change(
        int $id,
        limits $limits,
        scope_set $scopes,
        ?int $timeexpires,
        ?int $by,
        ?string $clientip,
        ?int $revision = null
    ): connection {
        audit_writer::change(static function () use ($id, $limits, $scopes, $timeexpires, $by, $clientip, $revision): array {
            global $DB;
            self::wait_for_turn($id);
            $before = self::changeable($id, $revision);
            $DB->update_record(self::TABLE, (object) ($limits->to_columns() + [
                'id' => $id,
                'scopes' => $scopes->within($before->granted())->column(),
                'timeexpires' => $timeexpires,
                'timemodified' => time(),
                'revision' => $before->revision() + 1,
            ]));
            return journal::limits_change($before, self::find($id), $by, $clientip);
        });
        return self::find($id);
    }

    /**
     * Keep everybody else off a connection until the transaction ends.
     *
     * @param int $id
     */
    public static function wait_for_turn(int $id): void {
        global $DB;
        $DB->execute('UPDATE {' . self::TABLE . '} SET timemodified = timemodified WHERE id = :id', ['id' => $id]);
    }

    /**
     * Keep connections from being changed or erased until the transaction ends.
     *
     * @param int[] $ids
     * @return int[] those that are there, and whose person is not being erased already
     */
    public static function hold(array $ids): array {
        global $DB;
        if (!$ids) {
            return [];
        }
        [$insql, $params] = $DB->get_in_or_equal($ids);
        $DB->execute('UPDATE {' . self::TABLE . "} SET timemodified = timemodified WHERE id {$insql}", $params);
        return array_map('intval', $DB->get_fieldset_select(self::TABLE, 'id', "id {$insql} AND " . self::NAMEABLE, $params));
    }

    /**
     * Find whose connection it is.
     *
     * @param int $id
     * @return int|null null if it is gone, or its person is being erased
     */
    public static function owner(int $id): ?int {
        global $DB;
        $userid = $DB->get_field_select(self::TABLE, 'userid', 'id = ? AND ' . self::NAMEABLE, [$id]);
        return $userid === false ? null : (int) $userid;
    }

    /**
     * Refuse what is asked on a connection that ended while it was on its way.
     *
     * @param int $id
     * @throws bridge_exception connection_revoked
     */
    public static function require_live(int $id): void {
        global $DB;
        if (!$DB->record_exists(self::TABLE, ['id' => $id, 'timerevoked' => null])) {
            throw new bridge_exception('connection_revoked', 'The connection was revoked.');
        }
    }

    /**
     * Find a connection that may be changed.
     *
     * @param int $id
     * @param int|null $revision it has to have
     * @return connection
     * @throws \moodle_exception connectionunknown or connection_outdated
     */
    private static function changeable(int $id, ?int $revision): connection {
        $connection = self::find($id);
        if ($connection === null || $connection->is_over(time())) {
            throw new \moodle_exception('connectionunknown', 'local_mcpgate');
        }
        if ($revision !== null && $connection->revision() !== $revision) {
            throw new \moodle_exception('connection_outdated', 'local_mcpgate');
        }
        return $connection;
    }

    /**
     * Note that a client fetched the connection's first tokens.
     *
     * @param connection $connection
     */
    public static function activate(connection $connection): void {
        global $DB;
        $DB->update_record(self::TABLE, (object) ['id' => $connection->id(), 'timeactivated' => time()]);
    }

    /**
     * Note a use of the connection.
     *
     * @param int $id
     * @param string|null $clientip
     */
    public static function note_use(int $id, ?string $clientip): void {
        global $DB;
        $DB->update_record(self::TABLE, (object) ['id' => $id, 'timelastused' => time(), 'lastip' => $clientip]);
    }

    /**
     * End a connection for good: calls stop at once, sidecars hear of it with the new epoch, and it is recorded.
     *
     * @param int $id
     * @param int|null $by the person who ended it, null if no person did
     * @param string $reason one of revocation_reason
     * @param string|null $clientip where the wish came from
     * @return bool whether it was this call that ended it
     */
    public static function revoke(int $id, ?int $by, string $reason, ?string $clientip = null): bool {
        return audit_writer::change(static function () use ($id, $by, $reason, $clientip): ?array {
            global $DB;
            self::wait_for_turn($id);
            $connection = self::find($id);
            if ($connection === null || $connection->timerevoked() !== null) {
                return null;
            }
            $DB->update_record(self::TABLE, (object) [
                'id' => $id,
                'timerevoked' => time(),
                'revokedby' => $by,
                'revokereason' => $reason,
                'revision' => $connection->revision() + 1,
                'timemodified' => time(),
            ]);
            return journal::revocation($connection, $by, $reason, $clientip);
        });
    }

    /**
     * End all connections of a person.
     *
     * @param int $userid
     * @param int|null $by
     * @param string $reason one of revocation_reason
     * @return int how many were ended
     */
    public static function revoke_all(int $userid, ?int $by, string $reason): int {
        $ended = 0;
        foreach (self::list($userid) as $connection) {
            $ended += self::revoke($connection->id(), $by, $reason) ? 1 : 0;
        }
        return $ended;
    }

    /**
     * End all connections of a person and leave it to the caller to record it.
     *
     * @param int $userid
     * @param string $reason one of revocation_reason
     * @return int[] numbers of those that ended for this reason, now or when this was tried before
     */
    public static function stop_all(int $userid, string $reason): array {
        global $DB;
        $DB->execute(
            'UPDATE {' . self::TABLE . '}
                SET timerevoked = :now, revokereason = :reason, revision = revision + 1, timemodified = :later
              WHERE userid = :userid AND timerevoked IS NULL',
            ['now' => time(), 'later' => time(), 'reason' => $reason, 'userid' => $userid]
        );
        epoch::bump();
        $ids = $DB->get_fieldset_select(self::TABLE, 'id', 'userid = ? AND revokereason = ?', [$userid, $reason]);
        return array_map('intval', $ids);
    }

    /**
     * Make a connection of a row.
     *
     * @param \stdClass $row
     * @return connection
     */
    private static function loaded(\stdClass $row): connection {
        return new connection($row, connection_lifetime::of_site());
    }

    /**
     * Make connections of rows.
     *
     * @param \stdClass[] $rows
     * @return connection[]
     */
    private static function wrap(array $rows): array {
        return array_values(array_map([self::class, 'loaded'], $rows));
    }

    /**
     * Refuse a connection or its token that came to an end.
     *
     * @param connection $connection found by a token
     * @throws bridge_exception
     */
    private static function require_usable(connection $connection): void {
        $now = time();
        if ($connection->is_token_expired($now)) {
            throw new bridge_exception('token_expired', 'The access token is too old.');
        }
        if ($connection->timerevoked() !== null) {
            throw new bridge_exception('connection_revoked', 'The connection was revoked.');
        }
        if ($connection->is_expired($now)) {
            throw new bridge_exception('connection_expired', 'The connection came to its end.');
        }
    }
}
