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
 * Puts the courses of a connection where a call leaves open which it is about.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class forced_arguments {

    /** @var array The arguments. */
    private $arguments;

    /** @var bool Whether courses were put in. */
    private $narrowed = false;

    /**
     * Force arguments as a rule says.
     *
     * @param course_rule $rule
     * @param int[] $courses of the connection, not empty
     * @param object $description of the arguments, an external_description
     * @param array $arguments as validated
     * @throws course_refused
     */
    public function __construct(course_rule $rule, array $courses, object $description, array $arguments) {
        $this->arguments = array_merge($arguments, array_intersect_key($rule->fixed(), $description->keys));
        if ($rule->fill() !== null) {
            self::require_place($description, "{$rule->fill()}[]");
            $this->fill(explode('.', $rule->fill()), $courses);
        }
        if ($rule->one() !== null) {
            self::require_place($description, $rule->one());
            $this->fill_one($rule->one(), $courses, $description->keys[$rule->one()]->default ?? null);
        }
    }

    /**
     * Return the arguments as they are to be used.
     *
     * @return array
     */
    public function arguments(): array {
        return $this->arguments;
    }

    /**
     * Tell whether courses were put in.
     *
     * @return bool
     */
    public function narrowed(): bool {
        return $this->narrowed;
    }

    /**
     * Refuse a function whose arguments are not what the rule was made for.
     *
     * @param object $description
     * @param string $path
     * @throws course_refused
     */
    private static function require_place(object $description, string $path): void {
        if (!argument_leaves::has_place($description, $path)) {
            $message = "This site's version of the function cannot be kept inside of courses: it has no \"{$path}\".";
            throw new course_refused(course_refused::UNSUPPORTED, $message);
        }
    }

    /**
     * Fill a list that is empty.
     *
     * @param string[] $names of the list and what it is in
     * @param int[] $courses
     */
    private function fill(array $names, array $courses): void {
        $place = &$this->arguments;
        foreach ($names as $name) {
            if (!is_array($place)) {
                $place = [];
            }
            $place = &$place[$name];
        }
        if (!$place) {
            $place = $courses;
            $this->narrowed = true;
        }
    }

    /**
     * Fill in a course that is left open, if there is just one.
     *
     * @param string $name
     * @param int[] $courses
     * @param mixed $default what it is if nobody says
     */
    private function fill_one(string $name, array $courses, $default): void {
        $value = (int) ($this->arguments[$name] ?? 0);
        if (count($courses) === 1 && ($value <= 0 || $value === (int) $default)) {
            $this->arguments[$name] = reset($courses);
            $this->narrowed = true;
        }
    }
}
