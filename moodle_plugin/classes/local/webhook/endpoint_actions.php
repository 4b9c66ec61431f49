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

namespace local_mcpgate\local\webhook;

/**
 * What an admin does to endpoints, and what they do themselves by answering 410.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class endpoint_actions {

    /** Seconds for which an old secret still signs, so that the other side can change over. */
    public const OLD_SECRET_S = 86400;

    /** @var string Why the messages of an endpoint that is gone were given up. */
    private const ENDPOINT_GONE = 'endpoint_gone';

    /** @var endpoint_change */
    private $change;

    /**
     * Say who acts.
     *
     * @param endpoint_change $change
     */
    public function __construct(endpoint_change $change) {
        $this->change = $change;
    }

    /**
     * Make an endpoint.
     *
     * @param endpoint_details $details
     * @param signing_secret $secret
     * @return endpoint
     * @throws \moodle_exception webhook_limit
     */
    public function create(endpoint_details $details, signing_secret $secret): endpoint {
        global $DB;
        if ($DB->count_records(endpoints::TABLE) >= endpoints::MAX) {
            throw new \moodle_exception('webhook_limit', 'local_mcpgate', '', endpoints::MAX);
        }
        $row = $details->to_columns() + ['secret' => $secret->sealed(), 'timecreated' => time(), 'timemodified' => time()];
        return $this->change->run(endpoint_change::CREATED, [], static function () use ($row): endpoint {
            global $DB;
            return endpoints::by_id((int) $DB->insert_record(endpoints::TABLE, (object) $row));
        });
    }

    /**
     * Change an endpoint; messages that wait go to its new address.
     *
     * @param endpoint $endpoint
     * @param endpoint_details $details
     * @return endpoint
     */
    public function change(endpoint $endpoint, endpoint_details $details): endpoint {
        $fields = $details->changes_since($endpoint);
        return $fields ? $this->update($endpoint, endpoint_change::CHANGED, $fields, $details->to_columns()) : $endpoint;
    }

    /**
     * Give an endpoint a new secret; for a day the one it had signs, too.
     *
     * @param endpoint $endpoint
     * @param signing_secret $secret
     * @return endpoint
     */
    public function renew_secret(endpoint $endpoint, signing_secret $secret): endpoint {
        return $this->update($endpoint, endpoint_change::NEW_SECRET, ['secret'], [
            'secret' => $secret->sealed(),
            'oldsecret' => $endpoint->row()->secret,
            'timeoldsecret' => time() + self::OLD_SECRET_S,
        ]);
    }

    /**
     * Send an endpoint nothing for now; what waits for it goes on waiting.
     *
     * @param endpoint $endpoint
     * @return endpoint
     */
    public function pause(endpoint $endpoint): endpoint {
        return $this->update($endpoint, endpoint_change::PAUSED, ['status'], ['status' => endpoint::PAUSED]);
    }

    /**
     * Send an endpoint messages again.
     *
     * @param endpoint $endpoint
     * @return endpoint
     */
    public function resume(endpoint $endpoint): endpoint {
        return $this->update($endpoint, endpoint_change::RESUMED, ['status'], [
            'status' => endpoint::ACTIVE, 'timefailing' => null, 'timefull' => null,
        ]);
    }

    /**
     * Send an endpoint nothing more, as it asked; what waits for it is given up.
     *
     * @param endpoint $endpoint
     * @return endpoint
     */
    public function end(endpoint $endpoint): endpoint {
        global $DB;
        $given = 'UPDATE {' . delivery_queue::TABLE . '} SET status = :dead, lasterror = :why, timesettled = :now
                   WHERE webhookid = :id AND status = :pending';
        $DB->execute($given, ['dead' => delivery_queue::DEAD, 'why' => self::ENDPOINT_GONE, 'now' => time(),
            'id' => $endpoint->id(), 'pending' => delivery_queue::PENDING]);
        return $this->update($endpoint, endpoint_change::GONE, ['status'], ['status' => endpoint::GONE]);
    }

    /**
     * Delete an endpoint and all its messages.
     *
     * @param endpoint $endpoint
     */
    public function remove(endpoint $endpoint): void {
        $this->change->run(endpoint_change::DELETED, [], static function () use ($endpoint): endpoint {
            global $DB;
            $DB->delete_records(delivery_queue::TABLE, ['webhookid' => $endpoint->id()]);
            $DB->delete_records(endpoints::TABLE, ['id' => $endpoint->id()]);
            return $endpoint;
        });
    }

    /**
     * Send a message that shows whether messages come through; it is tried once, and goes before what waits.
     *
     * @param endpoint $endpoint
     * @throws \moodle_exception webhook_notactive
     */
    public function test(endpoint $endpoint): void {
        if (!$endpoint->is_active()) {
            throw new \moodle_exception('webhook_notactive', 'local_mcpgate');
        }
        $this->change->run(endpoint_change::TESTED, [], static function () use ($endpoint): endpoint {
            $queue = new delivery_queue(time());
            $queue->put_first($endpoint, new happening(event_type::TEST, time(), []));
            $queue->note_drops();
            return $endpoint;
        });
    }

    /**
     * Change columns.
     *
     * @param endpoint $endpoint
     * @param string $what
     * @param string[] $fields
     * @param array $columns
     * @return endpoint
     */
    private function update(endpoint $endpoint, string $what, array $fields, array $columns): endpoint {
        $row = (object) ($columns + ['id' => $endpoint->id(), 'timemodified' => time()]);
        return $this->change->run($what, $fields, static function () use ($row): endpoint {
            global $DB;
            $DB->update_record(endpoints::TABLE, $row);
            return endpoints::by_id((int) $row->id);
        });
    }
}
