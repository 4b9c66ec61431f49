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

namespace local_mcpgate\local\call;

use local_mcpgate\local\functions\known_function;
use local_mcpgate\local\policy\course_guard;

/**
 * A call that passed every gate and may run.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class cleared_call {

    /** @var known_function What is called. */
    private $function;

    /** @var array Arguments as validated. */
    private $arguments;

    /** @var course_guard Keeps the function inside its courses. */
    private $guard;

    /**
     * Put together what passed.
     *
     * @param known_function $function
     * @param array $arguments as validated
     * @param course_guard $guard
     */
    public function __construct(known_function $function, array $arguments, course_guard $guard) {
        $this->function = $function;
        $this->arguments = $arguments;
        $this->guard = $guard;
    }

    /**
     * Return what is called.
     *
     * @return known_function
     */
    public function called(): known_function {
        return $this->function;
    }

    /**
     * Return the arguments as validated.
     *
     * @return array
     */
    public function arguments(): array {
        return $this->arguments;
    }

    /**
     * Return what keeps the function inside its courses.
     *
     * @return course_guard
     */
    public function guard(): course_guard {
        return $this->guard;
    }
}
