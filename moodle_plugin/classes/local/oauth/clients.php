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

/**
 * The clients this site knows.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class clients {

    /** A client that registered itself and connected nobody is forgotten after this many seconds. */
    public const UNUSED_LIFETIME_S = 86400;

    /** So many clients of one kind may wait for their first connection. */
    public const MAX_UNUSED = 1000;

    /** For so many seconds a person may be on the way through the login: nothing takes the client's place. */
    public const UNDISTURBED_S = 900;

    /** @var string */
    private const TABLE = 'local_mcpgate_client';

    /**
     * Find a client by its client_id.
     *
     * @param string $clientid
     * @return client
     * @throws bridge_exception client_unknown
     */
    public function read(string $clientid): client {
        $row = $this->row($clientid);
        if ($row === null || (new client($row))->is_expired(time())) {
            throw new bridge_exception('client_unknown', 'This site does not know that client.');
        }
        return new client($row);
    }

    /**
     * Find a client by the number of its row.
     *
     * @param int $id
     * @return client
     */
    public function by_id(int $id): client {
        global $DB;
        return new client($DB->get_record(self::TABLE, ['id' => $id], '*', MUST_EXIST));
    }

    /**
     * Keep a checked registration.
     *
     * A metadata document that is known already replaces what it said before, unless an admin entered it;
     * a client_id of another kind never changes hands.
     *
     * @param \stdClass $registration columns without times and hashes of names
     * @return client
     * @throws bridge_exception client_limit, or bridge_bad_request for a client_id that is taken
     */
    public function register(\stdClass $registration): client {
        global $DB;
        $known = $this->row($registration->clientid);
        if ($known !== null) {
            return $this->replace($known, $registration);
        }
        $this->require_room($registration->kind);
        $row = clone $registration;
        $row->clientidhash = self::hash($row->clientid);
        $row->timecreated = $row->timemodified = time();
        $row->timeexpires = time() + self::UNUSED_LIFETIME_S;
        try {
            $DB->insert_record(self::TABLE, $row);
        } catch (\dml_write_exception $refused) {
            $known = $this->row($registration->clientid);
            if ($known === null) {
                throw $refused;
            }
            return $this->replace($known, $registration);
        }
        return $this->read($row->clientid);
    }

    /**
     * Note that a person connected the client: it no longer expires, unless it did already.
     *
     * @param int $id
     */
    public function mark_used(int $id): void {
        global $DB;
        $DB->execute(
            'UPDATE {' . self::TABLE . '} SET timelastused = :used, timeexpires = NULL
              WHERE id = :id AND (timeexpires IS NULL OR timeexpires > :now)',
            ['used' => time(), 'id' => $id, 'now' => time()]
        );
    }

    /**
     * Put another hash of a client's secret in the place of the one it is known by.
     *
     * @param client $client
     * @param string $secrethash the one it is known by
     * @param string $newhash
     * @return bool false if it is known by another by now
     */
    public function rehash(client $client, string $secrethash, string $newhash): bool {
        global $DB;
        if (!$client->has_secret($secrethash)) {
            return false;
        }
        $known = ['id' => $client->id(), 'secrethash' => $secrethash];
        $DB->set_field(self::TABLE, 'secrethash', $newhash, $known);
        return $this->by_id($client->id())->has_secret($newhash);
    }

    /**
     * Let a metadata document replace its older self; requests of a client that is another now end.
     *
     * @param \stdClass $known
     * @param \stdClass $registration
     * @return client
     * @throws bridge_exception client_limit, or bridge_bad_request for a client_id of another kind
     */
    private function replace(\stdClass $known, \stdClass $registration): client {
        global $DB;
        if ($known->kind !== client::METADATA || $registration->kind !== client::METADATA) {
            throw new bridge_exception('bridge_bad_request', 'That client_id is taken.', ['field' => 'client_id']);
        }
        $before = new client($known);
        if ($before->is_pinned()) {
            return $before;
        }
        if ($before->is_expired(time())) {
            $this->require_room($before->kind());
        }
        $row = clone $registration;
        $row->id = $known->id;
        $row->timemodified = time();
        $row->timeexpires = $known->timeexpires === null ? null : time() + self::UNUSED_LIFETIME_S;
        $DB->update_record(self::TABLE, $row);
        $after = $this->read($row->clientid);
        if ($after->fingerprint() !== $before->fingerprint()) {
            (new requests())->end_of_client($after->id());
        }
        return $after;
    }

    /**
     * Forget whoever of a kind waited longest for a first connection, if too many do.
     *
     * @param string $kind
     * @throws bridge_exception client_limit while all of them came just now
     */
    private function require_room(string $kind): void {
        global $DB;
        $now = time();
        $waiting = 'kind = :kind AND timeexpires > :now';
        if ($DB->count_records_select(self::TABLE, $waiting, ['kind' => $kind, 'now' => $now]) < self::MAX_UNUSED) {
            return;
        }
        $due = ['kind' => $kind, 'now' => $now, 'latest' => $now + self::UNUSED_LIFETIME_S - self::UNDISTURBED_S];
        $longest = $DB->get_records_select(
            self::TABLE, "$waiting AND timeexpires <= :latest", $due, 'timeexpires, id', 'id', 0, 1
        );
        if (!$longest) {
            throw new bridge_exception('client_limit', 'Too many clients registered and were never used. Try again later.');
        }
        // Whoever is being connected at this moment no longer waits, and stays.
        $stillwaits = ['id' => key($longest), 'now' => $now];
        $DB->set_field_select(self::TABLE, 'timeexpires', $now, 'id = :id AND timeexpires > :now', $stillwaits);
    }

    /**
     * Find a row by client_id, exactly on every database.
     *
     * @param string $clientid
     * @return \stdClass|null
     */
    private function row(string $clientid): ?\stdClass {
        global $DB;
        return $DB->get_record(self::TABLE, ['clientidhash' => self::hash($clientid)]) ?: null;
    }

    /**
     * Hash a client_id for look-ups.
     *
     * @param string $clientid
     * @return string
     */
    public static function hash(string $clientid): string {
        return hash('sha256', $clientid);
    }
}
