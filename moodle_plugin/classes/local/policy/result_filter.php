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
 * Cuts the answer of a function to the courses of a connection.
 *
 * What cannot be told to be of one of them is dropped. It never says how much was.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class result_filter {

    /** @var course_rule What to cut. */
    private $rule;

    /** @var int[] Courses on the list. */
    private $allowed;

    /** @var course_resolver Finds the courses of ids. */
    private $resolver;

    /**
     * Set up a filter for the answers of a function.
     *
     * @param course_rule $rule
     * @param int[] $allowed courses on the list
     * @param course_resolver $resolver
     * @param object|null $returns description of the answer
     * @throws course_refused if the answer is not what the rule was made for
     */
    public function __construct(course_rule $rule, array $allowed, course_resolver $resolver, ?object $returns) {
        $this->rule = $rule;
        $this->allowed = $allowed;
        $this->resolver = $resolver;
        foreach ($rule->keep() as $list => $locator) {
            $field = strtok($locator, ':');
            if (!argument_leaves::has_place($returns, "{$list}.{$field}")) {
                $message = "This site's version of the function cannot be kept inside of courses: its answer has no \"{$list}\".";
                throw new course_refused(course_refused::UNSUPPORTED, $message);
            }
        }
    }

    /**
     * Cut an answer.
     *
     * @param mixed $result as the function returned it
     * @return mixed
     */
    public function cut($result) {
        foreach ($this->rule->keep() as $path => $locator) {
            $result = self::edit($result, self::list_steps($path), function ($items) use ($locator): array {
                return $this->kept(is_array($items) ? $items : [], $locator);
            });
        }
        foreach ($this->rule->omit() as $path => [$field, $value]) {
            $result = self::edit($result, self::list_steps($path), static function ($items) use ($field, $value): array {
                return self::without(is_array($items) ? $items : [], $field, $value);
            });
        }
        foreach ($this->rule->blank() as $path) {
            $result = self::edit($result, argument_leaves::steps($path), [self::class, 'blank']);
        }
        return $this->counted($result);
    }

    /**
     * Make counts say how many items are left.
     *
     * @param mixed $result
     * @return mixed
     */
    private function counted($result) {
        foreach ($this->rule->count() as $path => $list) {
            $result = self::edit($result, [$path], static function () use ($result, $list): int {
                return count($result[$list] ?? []);
            });
        }
        return $result;
    }

    /**
     * Return the items that are known to have another value.
     *
     * @param array $items
     * @param string $field
     * @param mixed $value
     * @return array
     */
    private static function without(array $items, string $field, $value): array {
        return array_values(array_filter($items, static function ($item) use ($field, $value): bool {
            return is_array($item) && ($item[$field] ?? $value) !== $value;
        }));
    }

    /**
     * Return the items of a list that lead to a course of the connection.
     *
     * @param array $items
     * @param string $locator
     * @return array
     */
    private function kept(array $items, string $locator): array {
        [$field, $way] = explode(':', $locator) + [1 => 'course'];
        $ids = [];
        foreach ($items as $index => $item) {
            $id = self::at($item, explode('.', $field));
            if (is_numeric($id) && (int) $id > 0) {
                $ids[$index] = (int) $id;
            }
        }
        $courses = $this->resolver->courses($way, array_values(array_unique($ids)));
        return array_values(array_filter($items, function ($index) use ($ids, $courses): bool {
            $reached = $courses[$ids[$index] ?? 0] ?? [];
            return $reached && !array_diff($reached, $this->allowed);
        }, ARRAY_FILTER_USE_KEY));
    }

    /**
     * Empty a value.
     *
     * @param mixed $value
     * @return mixed
     */
    private static function blank($value) {
        if (is_array($value)) {
            return [];
        }
        return is_string($value) ? '' : null;
    }

    /**
     * Read a value inside of others.
     *
     * @param mixed $value
     * @param string[] $names
     * @return mixed null if there is none
     */
    private static function at($value, array $names) {
        foreach ($names as $name) {
            $value = is_array($value) ? $value[$name] ?? null : null;
        }
        return $value;
    }

    /**
     * Return the steps to a list itself instead of its items.
     *
     * @param string $path like "courses[]"
     * @return string[]
     */
    private static function list_steps(string $path): array {
        return array_slice(argument_leaves::steps($path), 0, -1);
    }

    /**
     * Change every value at a place.
     *
     * @param mixed $value
     * @param string[] $steps to the place
     * @param callable $change gets what is there, returns what shall be there
     * @return mixed
     */
    private static function edit($value, array $steps, callable $change) {
        if (!$steps) {
            return $change($value);
        }
        $step = array_shift($steps);
        if (!is_array($value)) {
            return $value;
        }
        $names = $step === '[]' ? array_keys($value) : array_intersect([$step], array_keys($value));
        foreach ($names as $name) {
            $value[$name] = self::edit($value[$name], $steps, $change);
        }
        return $value;
    }
}
