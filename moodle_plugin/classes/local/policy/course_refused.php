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
 * A call that may lead outside the courses a connection is limited to.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class course_refused extends \Exception {

    /** A course is not on the list. */
    public const NOT_LISTED = 'course_not_listed';

    /** Nothing tells to which course an argument leads. */
    public const UNRESOLVED = 'argument_unresolved';

    /** An argument has to say which course it is about, and doesn't. */
    public const MISSING = 'argument_missing';

    /** The function cannot be kept inside of courses. */
    public const UNSUPPORTED = 'function_unsupported';

    /** Nobody can be kept out of a course who may do everything. */
    public const SITE_ADMIN = 'site_admin';

    /** Moodle's own check led into another course. */
    public const ENTERED = 'course_entered';

    /** @var string Why, as one of the constants. */
    private $reason;

    /**
     * Refuse.
     *
     * @param string $reason one of the constants
     * @param string $message what would be needed
     */
    public function __construct(string $reason, string $message) {
        parent::__construct($message);
        $this->reason = $reason;
    }

    /**
     * Return why.
     *
     * @return string one of the constants
     */
    public function reason(): string {
        return $this->reason;
    }
}
