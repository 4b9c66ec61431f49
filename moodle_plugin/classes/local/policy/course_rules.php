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
 * Knows which functions can be kept inside of courses, and how.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class course_rules {

    /** Files of rules; no function is in two of them. */
    private const FILES = ['rules_course', 'rules_subsystems', 'rules_activities', 'rules_without_course'];

    /**
     * Tell whether a function can ever be used on a connection that is limited to courses.
     *
     * @param string $function
     * @return bool
     */
    public static function usable(string $function): bool {
        return isset(self::all()[$function]);
    }

    /**
     * Find the rule of a function.
     *
     * @param string $function
     * @return course_rule
     * @throws course_refused if it cannot be kept inside of courses
     */
    public static function of(string $function): course_rule {
        if (!self::usable($function)) {
            $message = 'This function cannot be used on a connection that is limited to courses: ' . self::reason($function) . '.';
            throw new course_refused(course_refused::UNSUPPORTED, $message);
        }
        $names = self::table('names');
        $component = implode('_', array_slice(explode('_', $function), 0, 2));
        return new course_rule(self::all()[$function], ($names['components'][$component] ?? []) + $names['any']);
    }

    /**
     * Say why a function cannot be used on such a connection.
     *
     * @param string $function
     * @return string
     */
    public static function reason(string $function): string {
        foreach (self::table('unsupported') as $reason => $functions) {
            if (in_array($function, $functions, true)) {
                return $reason;
            }
        }
        return 'nobody has checked that it stays in its courses';
    }

    /**
     * Tell whether a kind of arguments leads to no course.
     *
     * @param string $kind
     * @return bool
     */
    public static function is_harmless(string $kind): bool {
        return isset(self::table('harmless')[$kind]);
    }

    /**
     * Return every rule.
     *
     * @return array[] by function
     */
    private static function all(): array {
        static $all = null;
        return $all = $all ?? array_merge(...array_map([self::class, 'table'], self::FILES));
    }

    /**
     * Load a table.
     *
     * @param string $name
     * @return array
     */
    private static function table(string $name): array {
        static $tables = [];
        return $tables[$name] = $tables[$name] ?? include(__DIR__ . "/course_tables/{$name}.php");
    }
}
