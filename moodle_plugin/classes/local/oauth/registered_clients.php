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

/**
 * The clients that admins make: known before anybody connects them, and without an end.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class registered_clients {

    /** @var string */
    private const TABLE = 'local_mcpgate_client';

    /** @var int */
    private const RANDOM_BYTES = 16;

    /** @var client_change */
    private $change;

    /**
     * Say who acts.
     *
     * @param client_change $change
     */
    public function __construct(client_change $change) {
        $this->change = $change;
    }

    /**
     * Make a client.
     *
     * @param client_details $details
     * @param client_secret|null $secret for a client that proves itself with one
     * @return client
     */
    public function create(client_details $details, ?client_secret $secret): client {
        $row = self::row($details, $secret);
        $row->clientid = self::new_client_id();
        $row->clientidhash = clients::hash($row->clientid);
        $row->kind = client::REGISTERED;
        $row->timecreated = $row->timemodified;
        return $this->change->run(client_change::CREATED, [], static function () use ($row): int {
            global $DB;
            return (int) $DB->insert_record(self::TABLE, $row);
        });
    }

    /**
     * Change a client; who is signing in with it at this moment has to begin anew.
     *
     * @param client $client
     * @param client_details $details
     * @param client_secret|null $secret if it did not have one and is to have one now
     * @return client
     */
    public function change(client $client, client_details $details, ?client_secret $secret): client {
        self::require_registered($client);
        $changes = $details->changes_since($client);
        if (!$changes) {
            return $client;
        }
        $row = self::row($details, $secret);
        $row->id = $client->id();
        if ($secret === null && $details->uses_secret()) {
            unset($row->secrethash);
        }
        $fields = array_merge($changes, $secret === null ? [] : ['secret']);
        return $this->change->run(client_change::CHANGED, $fields, static function () use ($row): int {
            global $DB;
            $DB->update_record(self::TABLE, $row);
            (new requests())->end_of_client((int) $row->id);
            return (int) $row->id;
        });
    }

    /**
     * Give a client another secret; the one it had ends now.
     *
     * @param client $client
     * @param client_secret $secret
     * @return client
     */
    public function renew_secret(client $client, client_secret $secret): client {
        self::require_registered($client);
        if (!$client->uses_secret()) {
            throw new \moodle_exception('client_withoutsecret', 'local_mcpgate');
        }
        $row = (object) ['id' => $client->id(), 'secrethash' => $secret->hash(), 'timemodified' => time()];
        return $this->change->run(client_change::NEW_SECRET, ['secret'], static function () use ($row): int {
            global $DB;
            $DB->update_record(self::TABLE, $row);
            return (int) $row->id;
        });
    }

    /**
     * Refuse what no admin made.
     *
     * @param client $client
     * @throws \moodle_exception client_notregistered
     */
    public static function require_registered(client $client): void {
        if ($client->kind() !== client::REGISTERED) {
            throw new \moodle_exception('client_notregistered', 'local_mcpgate');
        }
    }

    /**
     * Return columns.
     *
     * @param client_details $details
     * @param client_secret|null $secret
     * @return \stdClass
     */
    private static function row(client_details $details, ?client_secret $secret): \stdClass {
        $row = (object) $details->to_columns();
        $row->secrethash = $secret === null ? null : $secret->hash();
        $row->timemodified = time();
        return $row;
    }

    /**
     * Make a client_id that nobody takes for the address of a document.
     *
     * @return string
     */
    private static function new_client_id(): string {
        return 'mdlmcp_cl_' . rtrim(strtr(base64_encode(random_bytes(self::RANDOM_BYTES)), '+/', '-_'), '=');
    }
}
