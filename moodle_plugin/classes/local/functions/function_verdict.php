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

namespace local_mcpgate\local\functions;

/**
 * The class a function was given, and why.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class function_verdict {

    /** @var string One of function_class. */
    private $class;

    /** @var string Words of function_reason, "listed", or empty. */
    private $reason;

    /** @var bool Whether it sits an assessment for a student. */
    private $assessment;

    /**
     * Give a function its class.
     *
     * @param string $class one of function_class
     * @param string $reason
     * @param bool $assessment whether it sits an assessment for a student
     */
    public function __construct(string $class, string $reason, bool $assessment) {
        $this->class = $class;
        $this->reason = $reason;
        $this->assessment = $assessment;
    }

    /**
     * Return the class.
     *
     * @return string one of function_class
     */
    public function function_class(): string {
        return $this->class;
    }

    /**
     * Return why it has this class.
     *
     * @return string
     */
    public function reason(): string {
        return $this->reason;
    }

    /**
     * Tell whether it sits an assessment for a student.
     *
     * @return bool
     */
    public function assessment(): bool {
        return $this->assessment;
    }
}
