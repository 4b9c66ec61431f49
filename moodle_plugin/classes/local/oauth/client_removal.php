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
 * The end of a client, and of all that people allowed it.
 *
 * Its row stays for the history of its connections, as that of a client that ran out of time.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class client_removal {

    /** @var string Connections that have not ended. */
    private const OPEN = 'clientid = :clientid AND timerevoked IS NULL AND (timeexpires IS NULL OR timeexpires > :now)';

    /** @var client */
    private $client;

    /**
     * Choose a client.
     *
     * @param client $client
     */
    public function __construct(client $client) {
        $this->client = $client;
    }

    /**
     * Count the people who would lose access.
     *
     * @return int
     */
    public function people(): int {
        global $DB;
        $sql = 'SELECT COUNT(DISTINCT userid) FROM {local_mcpgate_connection} WHERE timeactivated IS NOT NULL AND ' . self::OPEN;
        return (int) $DB->count_records_sql($sql, $this->params());
    }

    /**
     * Revoke every connection, and forget the client.
     *
     * @param client_change $change
     */
    public function run(client_change $change): void {
        \core_php_time_limit::raise();
        $this->revoke_open($change);
        $change->run(client_change::DELETED, [], function (): int {
            global $DB;
            $DB->update_record('local_mcpgate_client', (object) [
                'id' => $this->client->id(),
                'secrethash' => null,
                'pinned' => 0,
                'timemodified' => time(),
                'timeexpires' => time(),
            ]);
            (new requests())->end_of_client($this->client->id());
            return $this->client->id();
        });
        // Somebody may have said yes to it in between.
        $this->revoke_open($change);
    }

    /**
     * Revoke each connection that has not ended.
     *
     * @param client_change $change
     */
    private function revoke_open(client_change $change): void {
        global $DB;
        $ids = $DB->get_fieldset_select('local_mcpgate_connection', 'id', self::OPEN, $this->params());
        foreach ($ids as $id) {
            connections::revoke((int) $id, $change->by(), revocation_reason::CLIENT_DELETED, $change->clientip());
        }
    }

    /**
     * Return the parameters of OPEN.
     *
     * @return array
     */
    private function params(): array {
        return ['clientid' => $this->client->id(), 'now' => time()];
    }
}
