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
 * Hands deliveries out to sidecars: one of an endpoint at a time, in order, each to one sidecar alone until its lease ends.
 *
 * The lease lies in the row of the endpoint. Whoever holds it is the only one to touch the
 * endpoint's deliveries that were tried, so nothing here needs a transaction.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class leases {

    /** Seconds in which a sidecar has to say what became of a delivery. */
    public const LENGTH_S = 60;

    /** @var string What a delivery fails with that nobody can sign. */
    private const SECRET_UNREADABLE = 'secret_unreadable';

    /** @var int */
    private const RANDOM_BYTES = 32;

    /** @var int Unix time. */
    private $now;

    /** @var array[] Deliveries as the protocol has them. */
    private $taken = [];

    /** @var int|null Unix time at which there is more. */
    private $next = null;

    /**
     * Set up the desk.
     *
     * @param int $now Unix time
     */
    public function __construct(int $now) {
        $this->now = $now;
    }

    /**
     * Hand out what is due.
     *
     * @param int $limit most deliveries
     * @return array deliveries, next
     */
    public function take(int $limit): array {
        foreach (endpoints::active() as $endpoint) {
            $time = $this->ready_at($endpoint);
            if ($time === null) {
                continue;
            }
            $isready = $time <= $this->now && count($this->taken) < $limit;
            if (!$isready || !$this->hand_out($endpoint)) {
                $this->next = min($this->next ?? $time, $time);
            }
        }
        return ['deliveries' => $this->taken, 'next' => $this->next === null ? null : max($this->next, $this->now)];
    }

    /**
     * Tell when something can be handed out.
     *
     * @return int|null Unix time, perhaps past; null if nothing waits
     */
    public function due(): ?int {
        $times = array_filter(array_map([$this, 'ready_at'], endpoints::active()), 'is_int');
        return $times ? min($times) : null;
    }

    /**
     * Tell when an endpoint can be told something.
     *
     * @param endpoint $endpoint
     * @return int|null Unix time; null if nothing waits for it
     */
    private function ready_at(endpoint $endpoint): ?int {
        $leaseexpires = (int) $endpoint->row()->leaseexpires;
        if ($leaseexpires > $this->now) {
            return $leaseexpires;
        }
        $head = self::head($endpoint->id());
        return $head === null ? null : (int) $head->timenext;
    }

    /**
     * Hand out the first delivery of an endpoint.
     *
     * @param endpoint $endpoint
     * @return bool false if another sidecar was first
     */
    private function hand_out(endpoint $endpoint): bool {
        global $DB;
        $lease = bin2hex(random_bytes(self::RANDOM_BYTES));
        $sql = 'UPDATE {' . endpoints::TABLE . '} SET lease = :lease, leaseexpires = :until, deliveryid = NULL
                 WHERE id = :id AND status = :active AND (leaseexpires IS NULL OR leaseexpires <= :now)';
        $DB->execute($sql, ['lease' => $lease, 'until' => $this->now + self::LENGTH_S, 'id' => $endpoint->id(),
            'active' => endpoint::ACTIVE, 'now' => $this->now]);
        $row = $DB->get_record(endpoints::TABLE, ['id' => $endpoint->id(), 'lease' => $lease]);
        if (!$row) {
            return false;
        }
        $head = self::head($endpoint->id());
        if ($head === null || (int) $head->timenext > $this->now) {
            self::end($endpoint->id(), $lease);
            return false;
        }
        $DB->set_field(endpoints::TABLE, 'deliveryid', $head->id, ['id' => $endpoint->id(), 'lease' => $lease]);
        $delivery = self::begun($row, $head);
        try {
            $this->taken[] = $this->message(new endpoint($row), $delivery, $lease);
        } catch (\Exception $error) {
            $this->put_off($delivery, $lease, $error);
        }
        return true;
    }

    /**
     * Begin an attempt: from the first one on, the delivery says the same for ever.
     *
     * @param \stdClass $webhook row of the endpoint, leased
     * @param \stdClass $delivery
     * @return \stdClass the row of the delivery as it is now
     */
    private static function begun(\stdClass $webhook, \stdClass $delivery): \stdClass {
        global $DB;
        $DB->execute('UPDATE {' . delivery_queue::TABLE . '} SET attempts = attempts + 1 WHERE id = ?', [$delivery->id]);
        $row = $DB->get_record(delivery_queue::TABLE, ['id' => $delivery->id], '*', MUST_EXIST);
        if ($row->body !== null) {
            return $row;
        }
        $dropped = (int) $webhook->dropped;
        $facts = json_decode($row->facts, true);
        $row->body = message::body($row->eventtype, (int) $row->timecreated, $facts, (int) $row->events, $dropped);
        $DB->set_field(delivery_queue::TABLE, 'body', $row->body, ['id' => $row->id]);
        if ($dropped > 0) {
            $told = 'UPDATE {' . endpoints::TABLE . '} SET dropped = dropped - ? WHERE id = ?';
            $DB->execute($told, [$dropped, $webhook->id]);
        }
        return $row;
    }

    /**
     * Describe a delivery to the sidecar.
     *
     * @param endpoint $endpoint
     * @param \stdClass $delivery
     * @param string $lease
     * @return array
     */
    private function message(endpoint $endpoint, \stdClass $delivery, string $lease): array {
        return [
            'deliveryid' => (int) $delivery->id,
            'msgid' => $delivery->msgid,
            'url' => $endpoint->url(),
            'secrets' => $endpoint->secrets($this->now),
            'private' => $endpoint->allows_private(),
            'body' => $delivery->body,
            'attempt' => (int) $delivery->attempts,
            'lease' => $lease,
        ];
    }

    /**
     * Put a delivery off whose secret the site cannot read any more, so that it stops no other endpoint's.
     *
     * @param \stdClass $delivery
     * @param string $lease
     * @param \Exception $error
     */
    private function put_off(\stdClass $delivery, string $lease, \Exception $error): void {
        error_log("local_mcpgate: the secret of webhook endpoint {$delivery->webhookid} cannot be read: {$error->getMessage()}");
        $attempt = new attempt(attempt::FAILED, null, self::SECRET_UNREADABLE, 0);
        (new settlement($this->now, retry_schedule::by_chance()))->settle((int) $delivery->id, $lease, $attempt);
    }

    /**
     * Return the delivery that is first; until it is settled nothing else of the endpoint goes out.
     *
     * @param int $webhookid
     * @return \stdClass|null
     */
    private static function head(int $webhookid): ?\stdClass {
        global $DB;
        $waiting = ['webhookid' => $webhookid, 'status' => delivery_queue::PENDING];
        $rows = $DB->get_records(delivery_queue::TABLE, $waiting, 'timedue, id', 'id, timenext', 0, 1);
        return $rows ? reset($rows) : null;
    }

    /**
     * End a lease.
     *
     * @param int $webhookid
     * @param string $lease
     */
    private static function end(int $webhookid, string $lease): void {
        global $DB;
        $sql = 'UPDATE {' . endpoints::TABLE . '} SET lease = NULL, leaseexpires = NULL WHERE id = ? AND lease = ?';
        $DB->execute($sql, [$webhookid, $lease]);
    }
}
