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

use local_mcpgate\local\record\site_log;

/**
 * What follows from an attempt: the delivery is done, waits for another one, or is given up.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class settlement {

    /** @var int Unix time. */
    private $now;

    /** @var retry_schedule */
    private $schedule;

    /**
     * Set up.
     *
     * @param int $now Unix time
     * @param retry_schedule $schedule
     */
    public function __construct(int $now, retry_schedule $schedule) {
        $this->now = $now;
        $this->schedule = $schedule;
    }

    /**
     * Put down what became of a delivery.
     *
     * @param int $deliveryid
     * @param string $lease
     * @param attempt $attempt
     * @return bool false, and nothing changes, without a lease that is good
     */
    public function settle(int $deliveryid, string $lease, attempt $attempt): bool {
        global $DB;
        $transaction = $DB->start_delegated_transaction();
        try {
            $endpoint = $this->locked($deliveryid, $lease);
            if ($endpoint !== null) {
                $this->put_down($endpoint, $DB->get_record(delivery_queue::TABLE, ['id' => $deliveryid]), $attempt);
            }
            // The event of an endpoint that ended itself waited for this.
            site_log::during([$transaction, 'allow_commit']);
            return $endpoint !== null;
        } catch (\Throwable $error) {
            $transaction->rollback($error);
        }
    }

    /**
     * Find the endpoint of a lease that is good, and let nobody else report on it until this is over.
     *
     * @param int $deliveryid
     * @param string $lease
     * @return endpoint|null
     */
    private function locked(int $deliveryid, string $lease): ?endpoint {
        global $DB;
        $held = ['deliveryid' => $deliveryid, 'lease' => $lease];
        $lock = 'UPDATE {' . endpoints::TABLE . '} SET lease = lease WHERE deliveryid = :deliveryid AND lease = :lease';
        $DB->execute($lock, $held);
        $row = $DB->get_record(endpoints::TABLE, $held);
        return $row && (int) $row->leaseexpires > $this->now ? new endpoint($row) : null;
    }

    /**
     * Change the rows.
     *
     * @param endpoint $endpoint
     * @param \stdClass $delivery
     * @param attempt $attempt
     */
    private function put_down(endpoint $endpoint, \stdClass $delivery, attempt $attempt): void {
        global $DB;
        $known = $attempt->columns();
        $istaken = $attempt->outcome() === attempt::DELIVERED;
        $row = ['id' => $delivery->id] + $known + ($istaken
            ? ['status' => delivery_queue::DELIVERED, 'timesettled' => $this->now]
            : $this->after_failure($delivery, $attempt));
        $DB->update_record(delivery_queue::TABLE, (object) $row);
        $DB->update_record(endpoints::TABLE, (object) (['id' => $endpoint->id(), 'lease' => null, 'leaseexpires' => null,
            'deliveryid' => null] + $known + $this->health($endpoint, $istaken)));
        if ($istaken && $delivery->eventtype === event_type::TEST) {
            $this->hurry($endpoint);
        } else if ($attempt->outcome() === attempt::GONE && $endpoint->is_active()) {
            (new endpoint_actions(new endpoint_change(null, null)))->end($endpoint);
        }
    }

    /**
     * Say when a delivery is tried again, or that it is given up. A test shows how things are now, so it is tried once.
     *
     * @param \stdClass $delivery
     * @param attempt $attempt
     * @return array columns
     */
    private function after_failure(\stdClass $delivery, attempt $attempt): array {
        $since = (int) ($delivery->timefailing ?? $this->now);
        $isfinal = $attempt->outcome() === attempt::GONE || $delivery->eventtype === event_type::TEST;
        $wait = $isfinal ? null : $this->schedule->wait_s($this->now - $since, $attempt->retry_after_s());
        return ['timefailing' => $since] + ($wait === null
            ? ['status' => delivery_queue::DEAD, 'timesettled' => $this->now]
            : ['timenext' => $this->now + $wait]);
    }

    /**
     * Say how the endpoint does.
     *
     * @param endpoint $endpoint
     * @param bool $istaken
     * @return array columns
     */
    private function health(endpoint $endpoint, bool $istaken): array {
        return $istaken
            ? ['timedelivered' => $this->now, 'timefailing' => null]
            : ['timefailing' => $endpoint->row()->timefailing ?? $this->now];
    }

    /**
     * Try at once what waits, since a test has shown that it can be taken.
     *
     * @param endpoint $endpoint
     */
    private function hurry(endpoint $endpoint): void {
        global $DB;
        $select = 'webhookid = ? AND status = ? AND timefailing IS NOT NULL';
        $params = [$endpoint->id(), delivery_queue::PENDING];
        $DB->set_field_select(delivery_queue::TABLE, 'timenext', $this->now, $select, $params);
    }
}
