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
 * Keeps calls to the courses a connection is limited to.
 *
 * Unknown means refuse: the function needs a rule, every id has to be understood,
 * every course it leads to has to be on the list, and unless the rule says otherwise
 * at least one argument has to lead to a course.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class course_limit {

    /** @var int[] Courses on the list. */
    private $allowed;

    /** @var course_resolver Finds the courses of ids. */
    private $resolver;

    /**
     * Set up the limit.
     *
     * @param int[] $allowed empty for no course at all
     * @param course_resolver $resolver
     */
    public function __construct(array $allowed, course_resolver $resolver) {
        $this->allowed = array_values($allowed);
        $this->resolver = $resolver;
    }

    /**
     * Admit a call, or refuse it.
     *
     * @param string $function
     * @param object $parameters description of the arguments
     * @param object|null $returns description of the answer
     * @param array $arguments as validated
     * @return course_admission
     * @throws course_refused
     */
    public function admit(string $function, object $parameters, ?object $returns, array $arguments): course_admission {
        $rule = course_rules::of($function);
        if (!$this->allowed && ($rule->needs_course() || $rule->narrows())) {
            throw $this->not_listed('This connection is limited to no course at all.');
        }
        $forced = new forced_arguments($rule, $this->allowed, $parameters, $arguments);
        $found = $this->require_listed(course_ids::among($rule, argument_leaves::of($parameters, $forced->arguments())));
        if (!$found && $rule->needs_course()) {
            throw new course_refused(course_refused::MISSING, 'An argument has to say which course this is about.');
        }
        $filter = $rule->narrows() ? new result_filter($rule, $this->allowed, $this->resolver, $returns) : null;
        return new course_admission($forced->arguments(), $filter, $forced->narrowed() || $rule->narrows());
    }

    /**
     * Refuse ids that lead elsewhere, or nowhere: to tell these apart would tell what exists.
     *
     * @param string[][] $ids path of the argument, by the name of the way and the id
     * @return bool whether any leads to a course
     * @throws course_refused
     */
    private function require_listed(array $ids): bool {
        $found = false;
        foreach ($ids as $way => $paths) {
            $courses = $this->resolver->courses($way, array_keys($paths));
            foreach ($paths as $id => $path) {
                $reached = array_filter($courses[$id] ?? []);
                if (!isset($courses[$id]) || array_diff($reached, $this->allowed)) {
                    throw $this->not_listed("The argument \"{$path}\" does not lead to a course of this connection.");
                }
                $found = $found || $reached;
            }
        }
        return $found;
    }

    /**
     * Refuse what is outside of the list.
     *
     * @param string $message
     * @return course_refused
     */
    private function not_listed(string $message): course_refused {
        return new course_refused(course_refused::NOT_LISTED, $message);
    }
}
