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
 * Metadata documents that admins enter by hand: they count as they stand here, and are not read where they are published.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class pinned_documents {

    /** @var string */
    private const TABLE = 'local_mcpgate_client';

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
     * Pin a document, in the place of what was known of its client before.
     *
     * @param metadata_document $document
     * @return client
     * @throws client_invalid
     */
    public function pin(metadata_document $document): client {
        $details = $document->details();
        $row = (object) $details->to_columns();
        $row->secrethash = null;
        $row->pinned = 1;
        $row->timemodified = time();
        $row->timeexpires = null;
        $known = self::known($document->client_id());
        $changes = $known === null ? [] : $details->changes_since($known);
        return $this->change->run(client_change::PINNED, $changes, static function () use ($row, $known, $document): int {
            return $known === null ? self::insert($row, $document->client_id()) : self::replace($row, $known);
        });
    }

    /**
     * Let a client be known by its published document again; the next sign-in reads it.
     *
     * @param client $client
     * @return client
     */
    public function unpin(client $client): client {
        if (!$client->is_pinned()) {
            throw new \moodle_exception('client_notpinned', 'local_mcpgate');
        }
        // Nobody ever saw this published, so it is no copy to fall back on.
        $row = (object) ['id' => $client->id(), 'pinned' => 0, 'timemodified' => 0];
        if (!$client->was_used()) {
            $row->timeexpires = time() + clients::UNUSED_LIFETIME_S;
        }
        return $this->change->run(client_change::UNPINNED, [], static function () use ($row): int {
            global $DB;
            $DB->update_record(self::TABLE, $row);
            return (int) $row->id;
        });
    }

    /**
     * Find what is known of a client, be it long past.
     *
     * @param string $clientid
     * @return client|null
     */
    private static function known(string $clientid): ?client {
        global $DB;
        $row = $DB->get_record(self::TABLE, ['clientidhash' => clients::hash($clientid)]);
        return $row ? new client($row) : null;
    }

    /**
     * Store a client nobody knew.
     *
     * @param \stdClass $row
     * @param string $clientid
     * @return int
     */
    private static function insert(\stdClass $row, string $clientid): int {
        global $DB;
        $row->clientid = $clientid;
        $row->clientidhash = clients::hash($clientid);
        $row->kind = client::METADATA;
        $row->timecreated = $row->timemodified;
        return (int) $DB->insert_record(self::TABLE, $row);
    }

    /**
     * Store what a known client is from now on.
     *
     * @param \stdClass $row
     * @param client $known
     * @return int
     */
    private static function replace(\stdClass $row, client $known): int {
        global $DB;
        $row->id = $known->id();
        $DB->update_record(self::TABLE, $row);
        (new requests())->end_of_client($known->id());
        return $known->id();
    }
}
