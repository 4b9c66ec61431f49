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

namespace local_mcpgate\webhook;

use local_mcpgate\local\webhook\retry_schedule;
use PHPUnit\Framework\TestCase;

/**
 * When deliveries that failed are tried again.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class retry_schedule_test extends TestCase {

    /** Seconds after the first failure. */
    private const RETRIES_S = [5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400];

    /**
     * Return the times of all retries of a delivery whose attempts fail at once.
     *
     * @param float $chance
     * @return int[] seconds after the first failure
     */
    private static function retries(float $chance): array {
        $schedule = new retry_schedule($chance);
        $times = [];
        for ($now = 0, $wait = $schedule->wait_s(0, 0); $wait !== null; $wait = $schedule->wait_s($now, 0)) {
            $now += $wait;
            $times[] = $now;
        }
        return $times;
    }

    /**
     * Without jitter, retries come when Standard Webhooks has them, and then it is given up.
     */
    public function test_retries_come_for_a_day_and_then_no_more(): void {
        $this->assertSame(self::RETRIES_S, self::retries(0));
    }

    /**
     * Early or late by no more than a tenth, each once, and the last never before a day is over.
     *
     * @dataProvider chances
     * @param float $chance
     */
    public function test_retries_are_early_or_late_by_a_tenth_and_the_last_is_never_early(float $chance): void {
        $retries = self::retries($chance);
        $this->assertCount(count(self::RETRIES_S), $retries);
        foreach ($retries as $number => $time) {
            $this->assertEqualsWithDelta(self::RETRIES_S[$number], $time, self::RETRIES_S[$number] * 0.1 + 1);
        }
        $this->assertGreaterThanOrEqual(86400, end($retries));
    }

    /**
     * Chances from early to late.
     *
     * @return array
     */
    public static function chances(): array {
        return [[-1.0], [-0.9], [-0.5], [-0.123], [0.001], [0.5], [0.77], [1.0]];
    }

    /**
     * Early and late are not the same.
     */
    public function test_chance_moves_a_retry(): void {
        $this->assertSame([270, 330], [(new retry_schedule(-1))->wait_s(5, 0) + 5, (new retry_schedule(1))->wait_s(5, 0) + 5]);
    }

    /**
     * What an endpoint asks for is kept if it is longer, up to a day.
     */
    public function test_an_endpoint_can_ask_for_a_longer_wait_up_to_a_day(): void {
        $schedule = new retry_schedule(0);
        $this->assertSame(5, $schedule->wait_s(0, 2));
        $this->assertSame(120, $schedule->wait_s(0, 120));
        $this->assertSame(86400, $schedule->wait_s(0, 86401));
        $this->assertSame(86400, $schedule->wait_s(85000, PHP_INT_MAX));
    }

    /**
     * However long it asks to wait, failures of a day are enough.
     */
    public function test_asking_for_a_wait_does_not_make_failing_last_for_ever(): void {
        $this->assertNull((new retry_schedule(0))->wait_s(86400, 3600));
    }

    /**
     * A retry that a long wait has passed over is not made up for.
     */
    public function test_a_retry_that_was_waited_over_is_left_out(): void {
        $this->assertSame(18000 - 8000, (new retry_schedule(0))->wait_s(8000, 0));
    }
}
