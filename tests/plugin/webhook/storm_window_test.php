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

use local_mcpgate\local\webhook\storm_window;
use PHPUnit\Framework\TestCase;

/**
 * Which events of a storm one message stands for.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class storm_window_test extends TestCase {

    /** The first second of a minute. */
    private const MINUTE = 1790000040;

    /**
     * Tell whether an event at one time is part of the storm that an event at another began.
     *
     * @param int $first
     * @param int $second
     * @return bool
     */
    private static function is_one_storm(int $first, int $second): bool {
        return in_array(storm_window::at($first)->first(), storm_window::at($second)->signs(), true);
    }

    /**
     * Within a minute there is one first message and one summary.
     */
    public function test_a_minute_has_one_first_message_and_one_summary(): void {
        $this->assertSame(storm_window::at(self::MINUTE)->first(), storm_window::at(self::MINUTE + 59)->first());
        $this->assertSame(storm_window::at(self::MINUTE)->summary(), storm_window::at(self::MINUTE + 59)->summary());
        $this->assertNotSame(storm_window::at(self::MINUTE)->first(), storm_window::at(self::MINUTE)->summary());
    }

    /**
     * A storm goes on over the end of a minute.
     */
    public function test_a_storm_goes_on_until_a_minute_was_calm(): void {
        $this->assertTrue(self::is_one_storm(self::MINUTE, self::MINUTE + 1));
        $this->assertTrue(self::is_one_storm(self::MINUTE + 59, self::MINUTE + 60));
        $this->assertFalse(self::is_one_storm(self::MINUTE + 59, self::MINUTE + 120));
    }

    /**
     * A summary of the minute before shows that the storm goes on, too.
     */
    public function test_a_summary_keeps_the_storm_going(): void {
        $this->assertContains(storm_window::at(self::MINUTE)->summary(), storm_window::at(self::MINUTE + 61)->signs());
    }

    /**
     * The summary waits for the end of its minute, and no longer.
     */
    public function test_a_summary_is_due_when_its_minute_is_over(): void {
        $this->assertSame(self::MINUTE + 60, storm_window::at(self::MINUTE + 3)->end());
        $this->assertSame(self::MINUTE + 120, storm_window::at(self::MINUTE + 3)->next()->end());
    }
}
