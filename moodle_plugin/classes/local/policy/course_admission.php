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
 * A call that stays inside of courses: the arguments to use, and what becomes of the answer.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class course_admission {

    /** @var array Arguments as they are to be used. */
    private $arguments;

    /** @var result_filter|null Cuts the answer. */
    private $filter;

    /** @var bool Whether other courses are left out of the question or the answer. */
    private $narrowed;

    /**
     * Put together what is admitted.
     *
     * @param array $arguments
     * @param result_filter|null $filter
     * @param bool $narrowed whether other courses are left out of the question or the answer
     */
    public function __construct(array $arguments, ?result_filter $filter = null, bool $narrowed = false) {
        $this->arguments = $arguments;
        $this->filter = $filter;
        $this->narrowed = $narrowed;
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
     * Cut an answer to what the connection may know.
     *
     * @param mixed $result as the function returned it
     * @return mixed
     */
    public function cut($result) {
        return $this->filter === null ? $result : $this->filter->cut($result);
    }

    /**
     * Tell whether other courses are left out of the question or the answer.
     *
     * @return bool
     */
    public function narrowed(): bool {
        return $this->narrowed;
    }
}
