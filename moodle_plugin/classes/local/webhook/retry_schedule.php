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
 * When a delivery that failed is tried again: soon at first, later less often, for a day.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class retry_schedule {

    /** @var int[] Seconds after the first failure (Standard Webhooks). */
    private const RETRIES_S = [5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400];

    /** @var float Share of the time by which a retry is early or late, so that many do not come at once. */
    private const JITTER = 0.1;

    /** @var int The longest wait that an endpoint can ask for. */
    private const LONGEST_WAIT_S = 86400;

    /** @var float Between -1 and 1. */
    private $chance;

    /**
     * Set up the schedule.
     *
     * @param float $chance where between early (-1) and late (1) the next retry is to be
     */
    public function __construct(float $chance) {
        $this->chance = $chance;
    }

    /**
     * Set up the schedule with a chance of its own.
     *
     * @return self
     */
    public static function by_chance(): self {
        return new self(random_int(-1000, 1000) / 1000);
    }

    /**
     * Tell how long to wait.
     *
     * @param int $failing seconds since the first failure
     * @param int $retryafter seconds that the endpoint asked for, 0 if it did not
     * @return int|null seconds from now, null to give up
     */
    public function wait_s(int $failing, int $retryafter): ?int {
        foreach (self::RETRIES_S as $retry) {
            if ($this->is_ahead($retry, $failing)) {
                $planned = (int) round($retry + $this->shift($retry)) - $failing;
                return max(1, $planned, min($retryafter, self::LONGEST_WAIT_S));
            }
        }
        return null;
    }

    /**
     * Tell whether a retry was not made yet, early as it may have been.
     *
     * @param int $retry
     * @param int $failing
     * @return bool
     */
    private function is_ahead(int $retry, int $failing): bool {
        return $failing < (self::is_last($retry) ? $retry : $retry * (1 - self::JITTER));
    }

    /**
     * Tell by how much a retry is late, or early; the last is never early, so that a day of failures has passed by then.
     *
     * @param int $retry
     * @return float seconds
     */
    private function shift(int $retry): float {
        $share = self::JITTER * $this->chance;
        return $retry * (self::is_last($retry) ? abs($share) : $share);
    }

    /**
     * Tell whether no retry follows.
     *
     * @param int $retry
     * @return bool
     */
    private static function is_last(int $retry): bool {
        return $retry === self::RETRIES_S[count(self::RETRIES_S) - 1];
    }
}
