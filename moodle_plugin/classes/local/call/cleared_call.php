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
use local_mcpgate\local\policy\course_admission;
use local_mcpgate\local\policy\course_guard;
use local_mcpgate\local\record\usage_meter;

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

    /** @var course_admission Its arguments, and what becomes of its answer. */
    private $admission;

    /** @var course_guard Keeps the function inside its courses. */
    private $guard;

    /** @var usage_meter Knows how much the connection used. */
    private $meter;

    /**
     * Put together what passed.
     *
     * @param known_function $function
     * @param course_admission $admission
     * @param course_guard $guard
     * @param usage_meter $meter
     */
    public function __construct(
        known_function $function,
        course_admission $admission,
        course_guard $guard,
        usage_meter $meter
    ) {
        $this->function = $function;
        $this->admission = $admission;
        $this->guard = $guard;
        $this->meter = $meter;
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
     * Return its arguments, and what becomes of its answer.
     *
     * @return course_admission
     */
    public function admission(): course_admission {
        return $this->admission;
    }

    /**
     * Tell whether other courses were left out of the question or the answer.
     *
     * @return bool
     */
    public function narrowed(): bool {
        return $this->admission->narrowed() || $this->guard->has_refused();
    }

    /**
     * Return what knows how much the connection used.
     *
     * @return usage_meter
     */
    public function meter(): usage_meter {
        return $this->meter;
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
