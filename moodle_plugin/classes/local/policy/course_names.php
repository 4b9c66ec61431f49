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

namespace local_mcpgate\local\policy;

/**
 * Courses as pages name them.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class course_names {

    /**
     * Name the courses that a person is enrolled in and can open.
     *
     * @param int $userid
     * @return string[] HTML by course id
     */
    public static function enrolled(int $userid): array {
        return array_map([self::class, 'name'], enrol_get_users_courses($userid, true, null, 'fullname'));
    }

    /**
     * Name courses by their ids.
     *
     * @param int[] $courseids
     * @return string[] HTML by course id
     */
    public static function of(array $courseids): array {
        global $DB;
        $found = array_map([self::class, 'name'], $DB->get_records_list('course', 'id', $courseids));
        $names = [];
        foreach ($courseids as $courseid) {
            $names[$courseid] = $found[$courseid] ?? get_string('limit_coursegone', 'local_mcpgate', $courseid);
        }
        return $names;
    }

    /**
     * Name a course.
     *
     * @param \stdClass $course
     * @return string HTML
     */
    private static function name(\stdClass $course): string {
        $context = \context_course::instance((int) $course->id);
        return format_string(get_course_display_name_for_list($course), true, ['context' => $context]);
    }
}
