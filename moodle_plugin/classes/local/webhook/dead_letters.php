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
 * Messages that were given up, until somebody sends them again or discards them.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class dead_letters {

    /** @var int Most that a command lists at a time. */
    private const MOST_LISTED = 1000;

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
     * Find one.
     *
     * @param int $id
     * @return \stdClass row of local_mcpgate_delivery
     * @throws \moodle_exception webhook_letterunknown
     */
    public static function by_id(int $id): \stdClass {
        global $DB;
        $row = $DB->get_record(delivery_queue::TABLE, ['id' => $id, 'status' => delivery_queue::DEAD]);
        if (!$row) {
            $list = new \moodle_url('/local/mcpgate/webhook_letters.php');
            throw new \moodle_exception('webhook_letterunknown', 'local_mcpgate', $list);
        }
        return $row;
    }

    /**
     * Find one of an endpoint by the id its receiver would have seen.
     *
     * @param endpoint $endpoint
     * @param string $msgid
     * @return int|null its number
     */
    public static function number_of(endpoint $endpoint, string $msgid): ?int {
        global $DB;
        $dead = ['webhookid' => $endpoint->id(), 'status' => delivery_queue::DEAD, 'msgid' => $msgid];
        $id = $DB->get_field(delivery_queue::TABLE, 'id', $dead);
        return $id === false ? null : (int) $id;
    }

    /**
     * Return those of an endpoint, in the order in which they were given up, up to a thousand.
     *
     * @param endpoint $endpoint
     * @return \stdClass[] rows of local_mcpgate_delivery
     */
    public static function of(endpoint $endpoint): array {
        global $DB;
        $dead = ['webhookid' => $endpoint->id(), 'status' => delivery_queue::DEAD];
        return $DB->get_records(delivery_queue::TABLE, $dead, 'timesettled, id', '*', 0, self::MOST_LISTED);
    }

    /**
     * Count those of an endpoint.
     *
     * @param endpoint $endpoint
     * @return int
     */
    public static function count(endpoint $endpoint): int {
        global $DB;
        return $DB->count_records(delivery_queue::TABLE, ['webhookid' => $endpoint->id(), 'status' => delivery_queue::DEAD]);
    }

    /**
     * Put them at the end of the queue again, with a day of attempts before them and the same id and words as ever.
     *
     * @param endpoint $endpoint
     * @param int|null $id of one, null for all of the endpoint
     */
    public function resend(endpoint $endpoint, ?int $id): void {
        $this->act(endpoint_change::RESENT, $endpoint, $id, 'UPDATE {' . delivery_queue::TABLE . '}
            SET status = :pending, timedue = :due, timenext = :next, timefailing = NULL, timesettled = NULL', [
            'pending' => delivery_queue::PENDING, 'due' => time(), 'next' => time(),
        ]);
    }

    /**
     * Delete them.
     *
     * @param endpoint $endpoint
     * @param int|null $id of one, null for all of the endpoint
     */
    public function discard(endpoint $endpoint, ?int $id): void {
        $this->act(endpoint_change::DISCARDED, $endpoint, $id, 'DELETE FROM {' . delivery_queue::TABLE . '}', []);
    }

    /**
     * Do it, on record.
     *
     * @param string $what
     * @param endpoint $endpoint
     * @param int|null $id
     * @param string $sql up to its condition
     * @param array $params
     */
    private function act(string $what, endpoint $endpoint, ?int $id, string $sql, array $params): void {
        $where = ' WHERE webhookid = :webhookid AND status = :dead' . ($id === null ? '' : ' AND id = :id');
        $params += ['webhookid' => $endpoint->id(), 'dead' => delivery_queue::DEAD] + ($id === null ? [] : ['id' => $id]);
        $this->change->run($what, [], static function () use ($endpoint, $sql, $where, $params): endpoint {
            global $DB;
            $DB->execute($sql . $where, $params);
            return $endpoint;
        });
    }
}
