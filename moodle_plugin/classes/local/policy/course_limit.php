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
 * Keeps a connection to the courses it is limited to, judging by arguments.
 *
 * Unknown means refuse: every id has to be understood, every course it leads
 * to has to be on the list, and at least one argument has to lead to a course.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class course_limit {

    /** @var int[] Courses on the list. */
    private $allowed;

    /** @var callable Finds the courses of course modules. */
    private $modulecourses;

    /**
     * Set up the limit.
     *
     * @param int[] $allowed not empty
     * @param callable $modulecourses gets ids of course modules, returns an array of id to course id
     */
    public function __construct(array $allowed, callable $modulecourses) {
        $this->allowed = $allowed;
        $this->modulecourses = $modulecourses;
    }

    /**
     * Make the limit of a connection on this site.
     *
     * @param int[] $allowed not empty
     * @return self
     */
    public static function on_site(array $allowed): self {
        return new self($allowed, static function (array $ids): array {
            global $DB;
            [$insql, $params] = $DB->get_in_or_equal($ids, SQL_PARAMS_NAMED);
            return array_map('intval', $DB->get_records_select_menu('course_modules', "id {$insql}", $params, '', 'id, course'));
        });
    }

    /**
     * Refuse arguments that may lead elsewhere.
     *
     * @param string $function
     * @param array $arguments as validated
     * @throws course_refused
     */
    public function require_inside(string $function, array $arguments): void {
        if (course_arguments::is_neutral($function)) {
            return;
        }
        $ids = [course_arguments::COURSE => [], course_arguments::MODULE => []];
        foreach (argument_walk::scalars($arguments) as [$name, $value]) {
            $kind = course_arguments::kind($name);
            if ($kind === course_arguments::UNKNOWN) {
                $this->require_nothing($name, $value);
            } else if ($kind !== course_arguments::NEUTRAL) {
                $ids[$kind][] = self::id($name, $value);
            }
        }
        $this->require_allowed($ids[course_arguments::COURSE], $ids[course_arguments::MODULE]);
    }

    /**
     * Refuse an id that nobody understands, unless it is left empty.
     *
     * @param string $name
     * @param mixed $value
     * @throws course_refused
     */
    private function require_nothing(string $name, $value): void {
        if (!in_array($value, [null, 0, '', '0', false], true)) {
            throw new course_refused("Nothing tells which course the argument \"{$name}\" leads to.");
        }
    }

    /**
     * Refuse courses that are not on the list, and arguments that name none.
     *
     * @param int[] $courses
     * @param int[] $modules
     * @throws course_refused
     */
    private function require_allowed(array $courses, array $modules): void {
        if (!$courses && !$modules) {
            throw new course_refused('No argument says which course this is about.');
        }
        $found = $modules ? ($this->modulecourses)($modules) : [];
        foreach ($modules as $module) {
            $courses[] = $found[$module] ?? 0;
        }
        if (array_diff($courses, $this->allowed)) {
            throw new course_refused('This connection is limited to other courses.');
        }
    }

    /**
     * Read an id; zero often means "all", so it is none.
     *
     * @param string $name
     * @param mixed $value
     * @return int
     * @throws course_refused
     */
    private static function id(string $name, $value): int {
        if (is_int($value) && $value > 0) {
            return $value;
        }
        if (is_string($value) && preg_match('/^[1-9][0-9]{0,17}$/D', $value)) {
            return (int) $value;
        }
        throw new course_refused("The argument \"{$name}\" names no course.");
    }
}
