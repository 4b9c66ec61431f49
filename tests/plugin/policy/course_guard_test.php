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

namespace local_mcpgate\policy;

use local_mcpgate\local\policy\course_guard;
use PHPUnit\Framework\TestCase;

/**
 * What the guard lets a running function into; each test has a process, as each call has.
 *
 * @runTestsInSeparateProcesses
 * @preserveGlobalState disabled
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class course_guard_test extends TestCase {

    /**
     * Tell whether the guard on duty lets a function into a course.
     *
     * @param \stdClass|int|string|null $courseorid
     * @return bool
     */
    private static function lets_in($courseorid): bool {
        try {
            course_guard::after_require_login($courseorid);
            return true;
        } catch (\moodle_exception $refusal) {
            return false;
        }
    }

    /**
     * People who use Moodle's pages never notice it.
     */
    public function test_outside_a_call_nothing_is_refused(): void {
        $guard = new course_guard([2]);
        $this->assertTrue(self::lets_in(3));
        $this->assertFalse($guard->has_refused());
    }

    /**
     * A limited connection stays in its courses, in whatever way Moodle names them.
     */
    public function test_a_limited_connection_is_kept_out_of_other_courses(): void {
        $guard = new course_guard([2]);
        $guard->install();
        $this->assertTrue(self::lets_in(null));
        $this->assertTrue(self::lets_in('2'));
        $this->assertTrue(self::lets_in((object) ['id' => '2']));
        $this->assertFalse($guard->has_refused());
        $this->assertFalse(self::lets_in(3));
        $this->assertFalse(self::lets_in((object) ['id' => '1']));
        $this->assertTrue($guard->has_refused());
        $this->assertSame(2, $guard->only_course());
    }

    /**
     * Without a limit it only watches.
     */
    public function test_an_unlimited_connection_is_watched(): void {
        $guard = new course_guard(null);
        $guard->install();
        $this->assertNull($guard->only_course());
        $this->assertTrue(self::lets_in(3));
        $this->assertSame(3, $guard->only_course());
        $this->assertTrue(self::lets_in(4));
        $this->assertNull($guard->only_course());
    }

    /**
     * A list without courses lets nobody in anywhere.
     */
    public function test_an_empty_list_is_kept_out_of_every_course(): void {
        $guard = new course_guard([]);
        $guard->install();
        $this->assertFalse(self::lets_in(1));
        $this->assertFalse(self::lets_in(2));
        $this->assertTrue($guard->has_refused());
    }
}
