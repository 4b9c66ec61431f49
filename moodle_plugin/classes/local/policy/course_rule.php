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
 * How one function is kept inside of courses.
 *
 * A rule is an array; all of it may be left out, and then the names of the
 * arguments say it all:
 * - args: what arguments lead to, by path; a way, a harmless kind, "none" (to be
 *   left empty), or ["by" => name of a sibling, "ways" => one by its value, "*" at an end];
 * - only: the values an argument may have, by path;
 * - fill: path of a list of courses; left empty it becomes the connection's list;
 * - one: name of a course; left empty it becomes the connection's, if there is just one;
 * - set: arguments that always have this value;
 * - free: the reason why no argument has to lead to a course;
 * - keep: what leads to a course inside of the items of a list in the answer, by
 *   the list's path; items that lead elsewhere are dropped ("field:way" looks it up);
 * - omit: [field, value] of items that are dropped, by the list's path;
 * - blank: paths in the answer of what is emptied;
 * - count: paths in the answer of what becomes the length of a list.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class course_rule {

    /** @var array The rule. */
    private $rule;

    /** @var array What names of arguments lead to. */
    private $names;

    /**
     * Wrap a rule.
     *
     * @param array $rule
     * @param array $names what names of arguments lead to where the rule does not say
     */
    public function __construct(array $rule, array $names) {
        $this->rule = $rule;
        $this->names = $names;
    }

    /**
     * Return what an argument leads to.
     *
     * @param argument_leaf $leaf
     * @return string|null name of a way or a harmless kind with its marks; null if nobody knows
     */
    public function meaning(argument_leaf $leaf): ?string {
        $meaning = $this->rule['args'][$leaf->path()] ?? $this->names[$leaf->name()] ?? null;
        if (!is_array($meaning)) {
            return $meaning;
        }
        $sibling = $leaf->sibling($meaning['by']);
        foreach ($meaning['ways'] as $value => $way) {
            $pattern = rtrim((string) $value, '*');
            if ($sibling === (string) $value || ($pattern !== (string) $value && strpos($sibling, $pattern) === 0)) {
                return $way;
            }
        }
        return null;
    }

    /**
     * Tell whether what an argument leads to depends on another argument.
     *
     * @param argument_leaf $leaf
     * @return bool
     */
    public function depends(argument_leaf $leaf): bool {
        return is_array($this->rule['args'][$leaf->path()] ?? null);
    }

    /**
     * Return the values an argument may have.
     *
     * @param string $path
     * @return array|null null for any
     */
    public function only(string $path): ?array {
        return $this->rule['only'][$path] ?? null;
    }

    /**
     * Tell whether an argument has to lead to a course.
     *
     * @return bool
     */
    public function needs_course(): bool {
        return !isset($this->rule['free']);
    }

    /**
     * Tell whether other courses are left out of the question or the answer.
     *
     * @return bool
     */
    public function narrows(): bool {
        return (bool) array_intersect(['keep', 'omit', 'blank'], array_keys($this->rule));
    }

    /**
     * Return the path of the list of courses that is filled.
     *
     * @return string|null
     */
    public function fill(): ?string {
        return $this->rule['fill'] ?? null;
    }

    /**
     * Return the name of the course that is filled in.
     *
     * @return string|null
     */
    public function one(): ?string {
        return $this->rule['one'] ?? null;
    }

    /**
     * Return the arguments that always have the same value.
     *
     * @return array values by name
     */
    public function fixed(): array {
        return $this->rule['set'] ?? [];
    }

    /**
     * Return what leads to a course inside of the items of lists in the answer.
     *
     * @return string[] by the list's path
     */
    public function keep(): array {
        return $this->rule['keep'] ?? [];
    }

    /**
     * Return which items of lists in the answer are dropped by a value of theirs.
     *
     * @return array[] field and value, by the list's path
     */
    public function omit(): array {
        return $this->rule['omit'] ?? [];
    }

    /**
     * Return what is emptied in the answer.
     *
     * @return string[] paths
     */
    public function blank(): array {
        return $this->rule['blank'] ?? [];
    }

    /**
     * Return what is counted anew in the answer.
     *
     * @return string[] paths of lists, by the path of their length
     */
    public function count(): array {
        return $this->rule['count'] ?? [];
    }
}
