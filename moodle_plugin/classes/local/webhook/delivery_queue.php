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
 * Deliveries that wait. Each endpoint has a bound: what comes when it is full is counted, and the next message says how
 * much that was.
 *
 * Rows of deliveries are locked before those of endpoints here; a settlement locks its endpoint first. Should the two
 * meet, the database ends one: a record is written again, and a report that is lost lets its lease run out.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class delivery_queue {

    /** The table of deliveries. */
    public const TABLE = 'local_mcpgate_delivery';

    /** Waits for an attempt. */
    public const PENDING = 'pending';

    /** Was taken. */
    public const DELIVERED = 'delivered';

    /** Was given up; a person can send it again. */
    public const DEAD = 'dead';

    /** @var int Deliveries of an endpoint that may wait: all types, one a minute, for more than a day. */
    private const MAX_PENDING = 50000;

    /** @var int Seconds in which a queue that was found full is not counted again. */
    private const RECOUNT_S = 10;

    /** @var int Seconds that messages that were taken are kept; storms look back two minutes. */
    private const DELIVERED_KEPT_S = 86400;

    /** @var int Seconds that messages that were given up are kept. */
    private const DEAD_KEPT_S = 30 * 86400;

    /** @var int Unix time. */
    private $now;

    /** @var int[] Events that found it full, by endpoint. */
    private $drops = [];

    /** @var bool[] Whether there is no room, by endpoint, once that is known. */
    private $isfull = [];

    /**
     * Open the queue.
     *
     * @param int $now Unix time
     */
    public function __construct(int $now) {
        $this->now = $now;
    }

    /**
     * Queue a message; if there are many of the type, one a minute stands for all.
     *
     * @param endpoint $endpoint
     * @param happening $happening
     */
    public function gather(endpoint $endpoint, happening $happening): void {
        $window = storm_window::at($this->now);
        $iscalm = !$this->has_any($endpoint, $happening, $window->signs());
        if ($iscalm && $this->insert($endpoint, $happening, $window->first(), $this->now)) {
            return;
        }
        while (!$this->join($endpoint, $happening, $window)) {
            $window = $window->next();
        }
    }

    /**
     * Queue a message that stands for itself.
     *
     * @param endpoint $endpoint
     * @param happening $happening
     */
    public function add(endpoint $endpoint, happening $happening): void {
        $this->insert($endpoint, $happening, message::new_id(), $this->now);
    }

    /**
     * Queue a message before all others, so that it shows how things are now.
     *
     * @param endpoint $endpoint
     * @param happening $happening
     */
    public function put_first(endpoint $endpoint, happening $happening): void {
        $this->insert($endpoint, $happening, message::new_id(), 0);
    }

    /**
     * Put down what found the queue full; call it last.
     */
    public function note_drops(): void {
        global $DB;
        $sql = 'UPDATE {' . endpoints::TABLE . '} SET dropped = dropped + :count, timefull = :now WHERE id = :id';
        foreach ($this->drops as $id => $count) {
            $DB->execute($sql, ['count' => $count, 'now' => $this->now, 'id' => $id]);
        }
        $this->drops = [];
    }

    /**
     * Delete messages that nobody waits for any more.
     *
     * @param int $now Unix time
     */
    public static function forget_settled(int $now): void {
        global $DB;
        $kept = [self::DELIVERED => self::DELIVERED_KEPT_S, self::DEAD => self::DEAD_KEPT_S];
        foreach ($kept as $status => $seconds) {
            $DB->delete_records_select(self::TABLE, 'status = ? AND timesettled < ?', [$status, $now - $seconds]);
        }
    }

    /**
     * Tell whether there is a message in one of these slots.
     *
     * @param endpoint $endpoint
     * @param happening $happening
     * @param string[] $slots
     * @return bool
     */
    private function has_any(endpoint $endpoint, happening $happening, array $slots): bool {
        global $DB;
        [$insql, $params] = $DB->get_in_or_equal($slots, SQL_PARAMS_NAMED);
        $params += ['webhookid' => $endpoint->id(), 'eventtype' => $happening->type()];
        $select = "webhookid = :webhookid AND eventtype = :eventtype AND slot {$insql}";
        return $DB->record_exists_select(self::TABLE, $select, $params);
    }

    /**
     * Let the summary of a minute stand for this, too.
     *
     * @param endpoint $endpoint
     * @param happening $happening
     * @param storm_window $window
     * @return bool false if it was handed out already
     */
    private function join(endpoint $endpoint, happening $happening, storm_window $window): bool {
        global $DB;
        $slot = ['webhookid' => $endpoint->id(), 'eventtype' => $happening->type(), 'slot' => $window->summary()];
        if (!$DB->record_exists(self::TABLE, $slot)
                && $this->insert($endpoint, $happening, $window->summary(), $window->end())) {
            return true;
        }
        $open = $slot + ['status' => self::PENDING, 'attempts' => 0];
        $where = implode(' AND ', array_map(static function (string $column): string {
            return "{$column} = :{$column}";
        }, array_keys($open)));
        // If this changes the row, nobody else does until we commit; if it does not, the row says so to us at once.
        $sql = 'UPDATE {' . self::TABLE . "} SET events = events + :count WHERE {$where}";
        $DB->execute($sql, ['count' => $happening->count()] + $open);
        return $DB->record_exists(self::TABLE, $open);
    }

    /**
     * Insert a delivery, or count it if there is no room.
     *
     * @param endpoint $endpoint
     * @param happening $happening
     * @param string $slot
     * @param int $timedue Unix time; its place in the queue
     * @return bool false if another one was first in that slot
     */
    private function insert(endpoint $endpoint, happening $happening, string $slot, int $timedue): bool {
        global $DB;
        if ($this->is_full($endpoint)) {
            $this->drops[$endpoint->id()] = ($this->drops[$endpoint->id()] ?? 0) + $happening->count();
            return true;
        }
        $key = ['webhookid' => $endpoint->id(), 'eventtype' => $happening->type(), 'slot' => $slot];
        try {
            $DB->insert_record(self::TABLE, (object) ($key + [
                'msgid' => message::new_id(),
                'facts' => json_encode($happening->facts(), JSON_UNESCAPED_SLASHES | JSON_THROW_ON_ERROR),
                'events' => $happening->count(),
                'status' => self::PENDING,
                'timecreated' => $happening->time(),
                'timedue' => $timedue,
                'timenext' => max($timedue, $this->now),
            ]), false);
            return true;
        } catch (\dml_write_exception $error) {
            if ($DB->record_exists(self::TABLE, $key)) {
                return false;
            }
            throw $error;
        }
    }

    /**
     * Tell whether an endpoint has no room, whatever waits for others; a full queue is not counted for every event.
     *
     * @param endpoint $endpoint
     * @return bool
     */
    private function is_full(endpoint $endpoint): bool {
        global $DB;
        if ((int) $endpoint->row()->timefull > $this->now - self::RECOUNT_S) {
            return true;
        }
        $id = $endpoint->id();
        $this->isfull[$id] = $this->isfull[$id]
            ?? $DB->count_records(self::TABLE, ['webhookid' => $id, 'status' => self::PENDING]) >= self::MAX_PENDING;
        return $this->isfull[$id];
    }
}
