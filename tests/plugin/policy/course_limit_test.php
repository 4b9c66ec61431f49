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

use local_mcpgate\local\policy\course_limit;
use local_mcpgate\local\policy\course_refused;
use PHPUnit\Framework\TestCase;

/**
 * A connection limited to courses 7 and 8; module 70 is in course 7, module 90 in course 9.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class course_limit_test extends TestCase {

    /**
     * Tell whether arguments stay inside.
     *
     * @param string $function
     * @param array $arguments
     * @return bool
     */
    private static function inside(string $function, array $arguments): bool {
        $limit = new course_limit([7, 8], static function (array $ids): array {
            return array_intersect_key([70 => 7, 90 => 9], array_flip($ids));
        });
        try {
            $limit->require_inside($function, $arguments);
            return true;
        } catch (course_refused $refusal) {
            return false;
        }
    }

    /**
     * Every course named is on the list, and at least one is named.
     *
     * @dataProvider arguments
     * @param array $arguments
     * @param bool $inside
     */
    public function test_arguments_have_to_stay_inside(array $arguments, bool $inside): void {
        $this->assertSame($inside, self::inside('mod_x_get_y', $arguments));
    }

    /**
     * Arguments, and whether they stay inside.
     *
     * @return array
     */
    public static function arguments(): array {
        return [
            'a course on the list' => [['courseid' => 7], true],
            'as digits' => [['courseid' => '7'], true],
            'another course' => [['courseid' => 9], false],
            'several on the list' => [['courseids' => [7, 8]], true],
            'one of several is not' => [['courseids' => [7, 9]], false],
            'an empty list means all' => [['courseids' => []], false],
            'zero means all' => [['courseid' => 0], false],
            'the front page' => [['courseid' => 1], false],
            'negative' => [['courseid' => -7], false],
            'a float' => [['courseid' => 7.0], false],
            'true' => [['courseid' => true], false],
            'null' => [['courseid' => null], false],
            'padded' => [['courseid' => '7 '], false],
            'leading zero' => [['courseid' => '07'], false],
            'exponent' => [['courseid' => '7e0'], false],
            'huge' => [['courseid' => '99999999999999999999'], false],
            'a module inside' => [['cmid' => 70], true],
            'a module elsewhere' => [['cmid' => 90], false],
            'a module of nowhere' => [['cmid' => 404], false],
            'course and module disagree' => [['courseid' => 7, 'cmid' => 90], false],
            'deep inside' => [['notes' => [['courseid' => 7, 'text' => 'a'], ['courseid' => 9, 'text' => 'b']]], false],
            'no course at all' => [['userid' => 5], false],
            'nothing' => [[], false],
            'a person in a course' => [['courseid' => 7, 'userid' => 5], true],
            'an id nobody knows' => [['courseid' => 7, 'assignmentid' => 3], false],
            'such an id left empty' => [['courseid' => 7, 'groupid' => 0], true],
            'a context' => [['courseid' => 7, 'contextid' => 33], false],
            'an id in an option' => [['courseid' => 7, 'options' => [['name' => 'cmid', 'value' => '90']]], false],
            'a harmless option' => [['courseid' => 7, 'options' => [['name' => 'excludecontents', 'value' => true]]], true],
            'an unknown id in an option' => [['courseid' => 7, 'options' => [['name' => 'groupid', 'value' => 5]]], false],
            'bare ids' => [['ids' => [7]], false],
        ];
    }

    /**
     * Some functions tell nothing about any course.
     */
    public function test_neutral_functions_need_no_course(): void {
        $this->assertTrue(self::inside('core_webservice_get_site_info', []));
        $this->assertFalse(self::inside('core_user_get_users_by_field', ['field' => 'email', 'values' => ['a@b.c']]));
    }
}
