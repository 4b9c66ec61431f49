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
use local_mcpgate\fixtures\tables;
use local_mcpgate\local\policy\course_refused;
use local_mcpgate\local\policy\course_rule;
use local_mcpgate\local\policy\result_filter;
use PHPUnit\Framework\TestCase;

/**
 * What a connection limited to courses 7 and 8 gets to see of an answer.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class result_filter_test extends TestCase {

    /**
     * Cut an answer.
     *
     * @param array $rule
     * @param mixed $result
     * @param object|null $returns
     * @return mixed
     */
    private static function cut(array $rule, $result, ?object $returns = null) {
        $returns = $returns ?? self::described();
        return (new result_filter(new course_rule($rule, []), [7, 8], (new tables())->resolver(), $returns))->cut($result);
    }

    /**
     * Describe an answer that may be a list of courses or hold one.
     *
     * @return \stdClass
     */
    private static function described(): \stdClass {
        $course = described::structure(['id' => described::value('int')]);
        $event = described::structure(['course' => $course, 'contextid' => described::value('int')]);
        $days = described::items(described::structure(['events' => described::items($event)]));
        $description = described::structure(['courses' => described::items($course), 'events' => described::items($event)]);
        $description->keys['weeks'] = described::items(described::structure(['days' => $days]));
        $description->content = $course;
        return $description;
    }

    /**
     * Items stay if they are known to be of a course on the list.
     */
    public function test_items_of_other_courses_are_dropped(): void {
        $courses = [['id' => 9], ['id' => '7'], ['id' => 0], ['id' => null], ['name' => 'x'], ['id' => 1], ['id' => 8], 'odd'];
        $this->assertSame([['id' => '7'], ['id' => 8]], self::cut(['keep' => ['[]' => 'id']], $courses));
        $this->assertSame(
            ['courses' => [['id' => '7'], ['id' => 8]], 'more' => 1],
            self::cut(['keep' => ['courses[]' => 'id']], ['courses' => $courses, 'more' => 1])
        );
    }

    /**
     * The course may be deeper inside, as may the list.
     */
    public function test_lists_are_found_however_deep(): void {
        $inside = ['course' => ['id' => 7]];
        $days = ['days' => [['events' => [['course' => ['id' => 9]], $inside]], ['events' => [['course' => null]]]]];
        $this->assertSame(
            ['weeks' => [['days' => [['events' => [$inside]], ['events' => []]]]]],
            self::cut(['keep' => ['weeks[].days[].events[]' => 'course.id']], ['weeks' => [$days]])
        );
    }

    /**
     * Where items don't name their course, it is looked up.
     */
    public function test_the_course_of_an_item_can_be_looked_up(): void {
        $events = [['contextid' => 701], ['contextid' => 7010], ['contextid' => 10], ['contextid' => 404], []];
        $this->assertSame(
            ['events' => [['contextid' => 701]]],
            self::cut(['keep' => ['events[]' => 'contextid:context']], ['events' => $events])
        );
    }

    /**
     * Items may be dropped for what they are; one that does not say is dropped as well.
     */
    public function test_items_can_be_dropped_by_a_value(): void {
        $rule = ['omit' => ['list[]' => ['type', 8]]];
        $this->assertSame(['list' => [['type' => 4]]], self::cut($rule, ['list' => [['type' => 8], ['type' => 4], ['x' => 1]]]));
    }

    /**
     * What cannot be cut is emptied.
     */
    public function test_parts_can_be_emptied(): void {
        $result = ['html' => '<a>', 'blocks' => [['contents' => ['title' => 'x'], 'id' => 3], ['id' => 4]], 'n' => 5];
        $this->assertSame(
            ['html' => '', 'blocks' => [['contents' => [], 'id' => 3], ['id' => 4]], 'n' => null],
            self::cut(['blank' => ['html', 'blocks[].contents', 'n', 'missing']], $result)
        );
    }

    /**
     * Counts must not tell how much was dropped.
     */
    public function test_counts_are_made_anew(): void {
        $rule = ['keep' => ['courses[]' => 'id'], 'count' => ['total' => 'courses']];
        $result = ['total' => 40, 'courses' => [['id' => 9], ['id' => 7]]];
        $this->assertSame(['total' => 1, 'courses' => [['id' => 7]]], self::cut($rule, $result));
    }

    /**
     * An answer without the list, as after an error, stays as it is.
     */
    public function test_what_is_not_there_is_not_cut(): void {
        $this->assertSame(['courses' => []], self::cut(['keep' => ['courses[]' => 'id']], ['courses' => null]));
        $this->assertSame(['warnings' => []], self::cut(['keep' => ['courses[]' => 'id']], ['warnings' => []]));
        $this->assertNull(self::cut(['keep' => ['courses[]' => 'id']], null));
    }

    /**
     * If another version of Moodle answers in another shape, nothing would be cut.
     *
     * @testWith ["items[]", "id"]
     *           ["courses[]", "courseid"]
     *           ["events[]", "course.number"]
     * @param string $list
     * @param string $locator
     */
    public function test_an_answer_of_another_shape_is_refused(string $list, string $locator): void {
        $this->expectException(course_refused::class);
        self::cut(['keep' => [$list => $locator]], []);
    }
}
