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

namespace local_mcpgate\local\record;

use local_mcpgate\local\bridge\bridge_exception;
use local_mcpgate\local\oauth\connections;
use local_mcpgate\local\policy\limits_in_force;

/**
 * Counts what a connection used, from the record itself, and lets it have no more than its limits.
 *
 * Only calls that were started count. They start one after the other, so that the
 * count is exact however many web servers and sidecars there are.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class usage_meter {

    /** Seconds of a minute; the record keeps whole seconds, so one more goes by before a call is forgotten. */
    private const MINUTE_S = 60;

    /** @var string Calls of one connection that were started. */
    private const STARTED = "connectionid = :connectionid AND kind = 'call' AND timedeadline IS NOT NULL AND timecreated >= :since";

    /** @var int */
    private $connectionid;

    /** @var limits_in_force */
    private $limits;

    /** @var int Unix time. */
    private $now;

    /**
     * Set up the meter of a connection.
     *
     * @param int $connectionid
     * @param limits_in_force $limits
     * @param int $now Unix time
     */
    public function __construct(int $connectionid, limits_in_force $limits, int $now) {
        $this->connectionid = $connectionid;
        $this->limits = $limits;
        $this->now = $now;
    }

    /**
     * Start a call if the connection may have another one.
     *
     * Whoever ends the connection comes before this or after it: either the call is refused, or its row is there.
     *
     * @param callable $start writes the row of the call and returns it
     * @return \stdClass the row, committed
     * @throws bridge_exception connection_revoked, rate_limited or quota_exhausted
     */
    public function admit(callable $start): \stdClass {
        global $DB;
        if ($DB->is_transaction_started()) {
            throw new \coding_exception('A call cannot be recorded inside a transaction.');
        }
        $transaction = $DB->start_delegated_transaction();
        try {
            connections::wait_for_turn($this->connectionid);
            connections::require_live($this->connectionid);
            $this->require_rate();
            $this->require_quotas();
            $row = $start();
            $transaction->allow_commit();
            return $row;
        } catch (\Throwable $error) {
            if ($DB->is_transaction_started()) {
                $DB->force_transaction_rollback();
            }
            throw $error;
        }
    }

    /**
     * Refuse a call beyond what a minute allows.
     *
     * @throws bridge_exception rate_limited
     */
    private function require_rate(): void {
        global $DB;
        $limit = $this->limits->ratelimit();
        $params = $this->params($this->now - self::MINUTE_S);
        if ($limit === null || $DB->count_records_select(audit_writer::TABLE, self::STARTED, $params) < $limit) {
            return;
        }
        $order = 'timecreated DESC, id DESC';
        $last = $DB->get_records_select(audit_writer::TABLE, self::STARTED, $params, $order, 'id, timecreated', $limit - 1, 1);
        $wait = (int) reset($last)->timecreated + self::MINUTE_S + 1 - $this->now;
        throw new bridge_exception('rate_limited', 'The connection made too many calls within a minute.', [
            'retry_after_s' => max(1, $wait),
        ]);
    }

    /**
     * Refuse a call beyond what a day allows.
     *
     * @throws bridge_exception quota_exhausted
     */
    private function require_quotas(): void {
        global $DB;
        [$since, $until] = $this->day();
        $params = $this->params($since);
        $calls = $this->limits->callquota();
        if ($calls !== null && $DB->count_records_select(audit_writer::TABLE, self::STARTED, $params) >= $calls) {
            throw $this->exhausted('calls', $until);
        }
        $bytes = $this->limits->bytequota();
        if ($bytes === null) {
            return;
        }
        $used = $DB->get_field_select(audit_writer::TABLE, 'SUM(resultbytes)', self::STARTED, $params);
        if ((int) $used >= $bytes) {
            throw $this->exhausted('bytes', $until);
        }
    }

    /**
     * Say that a quota is used up.
     *
     * @param string $quota calls or bytes
     * @param int $until Unix time
     * @return bridge_exception
     */
    private function exhausted(string $quota, int $until): bridge_exception {
        return new bridge_exception('quota_exhausted', 'The connection used up what it may have in a day.', [
            'quota' => $quota,
            'retry_after_s' => max(1, $until - $this->now),
        ]);
    }

    /**
     * Return the parameters of STARTED.
     *
     * @param int $since Unix time
     * @return array
     */
    private function params(int $since): array {
        return ['connectionid' => $this->connectionid, 'since' => $since];
    }

    /**
     * Return when the day of the site began and when it ends.
     *
     * @return int[] Unix times
     */
    private function day(): array {
        $day = (new \DateTimeImmutable("@{$this->now}"))->setTimezone(\core_date::get_server_timezone_object())->setTime(0, 0);
        return [$day->getTimestamp(), $day->modify('+1 day')->getTimestamp()];
    }
}
