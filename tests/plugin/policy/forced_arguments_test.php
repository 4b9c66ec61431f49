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

use local_mcpgate\fixtures\described;
use local_mcpgate\local\policy\course_refused;
use local_mcpgate\local\policy\course_rule;
use local_mcpgate\local\policy\forced_arguments;
use PHPUnit\Framework\TestCase;

/**
 * What becomes of a call that leaves open which course it is about.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class forced_arguments_test extends TestCase {

    /**
     * Force arguments.
     *
     * @param array $rule
     * @param array $arguments
     * @param int[] $courses
     * @return forced_arguments
     */
    private static function forced(array $rule, array $arguments, array $courses = [7, 8]): forced_arguments {
        $ids = described::items(described::value('int'));
        $description = described::structure([
            'courseids' => $ids,
            'courseid' => described::value('int', described::HAS_DEFAULT, 1),
            'filters' => described::structure(['courseids' => $ids]),
            'contents' => described::value('bool'),
        ]);
        return new forced_arguments(new course_rule($rule, []), $courses, $description, $arguments);
    }

    /**
     * An empty or missing list becomes the connection's; any other stays as it is.
     *
     * @testWith [{}, [7, 8], true]
     *           [{"courseids": []}, [7, 8], true]
     *           [{"courseids": [9]}, [9], false]
     *           [{"courseids": [0]}, [0], false]
     * @param array $arguments
     * @param int[] $courseids
     * @param bool $narrowed
     */
    public function test_an_open_list_is_filled(array $arguments, array $courseids, bool $narrowed): void {
        $forced = self::forced(['fill' => 'courseids'], $arguments);
        $this->assertSame(['courseids' => $courseids], $forced->arguments());
        $this->assertSame($narrowed, $forced->narrowed());
    }

    /**
     * So does one inside of other arguments.
     */
    public function test_a_list_deeper_inside_is_filled(): void {
        $this->assertSame(['filters' => ['courseids' => [7, 8]]], self::forced(['fill' => 'filters.courseids'], [])->arguments());
    }

    /**
     * A course left open, or left at what Moodle takes for all, becomes the only one there is.
     *
     * @testWith [{}, [7], 7]
     *           [{"courseid": 0}, [7], 7]
     *           [{"courseid": 1}, [7], 7]
     *           [{"courseid": -3}, [7], 7]
     *           [{"courseid": 9}, [7], 9]
     *           [{"courseid": 0}, [7, 8], 0]
     * @param array $arguments
     * @param int[] $courses
     * @param int $courseid
     */
    public function test_an_open_course_is_filled_if_there_is_one(array $arguments, array $courses, int $courseid): void {
        $this->assertSame(['courseid' => $courseid], self::forced(['one' => 'courseid'], $arguments, $courses)->arguments());
    }

    /**
     * Some arguments have one value only.
     */
    public function test_fixed_arguments_are_set(): void {
        $forced = self::forced(['set' => ['contents' => false, 'unknown' => 1]], ['contents' => true]);
        $this->assertSame(['contents' => false], $forced->arguments());
        $this->assertFalse($forced->narrowed());
    }

    /**
     * If another version of Moodle has no such list, nothing would keep the function inside.
     *
     * @testWith [{"fill": "courses"}]
     *           [{"fill": "courseid"}]
     *           [{"one": "course"}]
     * @param array $rule
     */
    public function test_a_function_without_the_argument_is_refused(array $rule): void {
        $this->expectException(course_refused::class);
        self::forced($rule, []);
    }
}
