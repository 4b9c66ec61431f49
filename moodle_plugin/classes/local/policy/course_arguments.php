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
 * What the names of arguments say about courses.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class course_arguments {

    /** The value is the id of a course. */
    public const COURSE = 'course';

    /** The value is the id of a course module. */
    public const MODULE = 'module';

    /** The value names a person or nothing of a course. */
    public const NEUTRAL = 'neutral';

    /** The value is an id, and nobody knows of what. */
    public const UNKNOWN = 'unknown';

    /** Names that lead to a course. */
    private const LEADING = [
        'courseid' => self::COURSE,
        'courseids' => self::COURSE,
        'cmid' => self::MODULE,
        'cmids' => self::MODULE,
        'coursemoduleid' => self::MODULE,
    ];

    /** Names of ids that lead to people; which people a course shows is Moodle's to decide. */
    private const PEOPLE = ['userid', 'userids'];

    /** Names of ids that do not end like one. */
    private const ALSO_IDS = ['course', 'courses', 'instance', 'context', 'category', 'group', 'parent', 'section'];

    /** Functions that tell nothing about any course. */
    private const NEUTRAL_FUNCTIONS = ['core_webservice_get_site_info', 'core_get_string', 'core_get_strings'];

    /**
     * Say what an argument of this name leads to.
     *
     * @param string $name
     * @return string one of the constants
     */
    public static function kind(string $name): string {
        if (isset(self::LEADING[$name])) {
            return self::LEADING[$name];
        }
        if (in_array($name, self::PEOPLE, true)) {
            return self::NEUTRAL;
        }
        $isid = preg_match('/ids?$/iD', $name) || in_array($name, self::ALSO_IDS, true);
        return $isid ? self::UNKNOWN : self::NEUTRAL;
    }

    /**
     * Tell whether a function tells nothing about any course.
     *
     * @param string $function
     * @return bool
     */
    public static function is_neutral(string $function): bool {
        return in_array($function, self::NEUTRAL_FUNCTIONS, true);
    }
}
