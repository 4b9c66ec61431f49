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
 * Watches which courses a running function enters, and keeps it out of others.
 *
 * Moodle asks after every require_login(), and so for each context a function
 * validates, whatever its arguments looked like.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class course_guard {

    /** @var self|null The guard of the call under way. */
    private static $current = null;

    /** @var int[]|null Courses the connection is limited to, null for no limit. */
    private $allowed;

    /** @var bool[] Courses entered, by id. */
    private $entered = [];

    /** @var bool Whether a course was refused. */
    private $refused = false;

    /**
     * Set up a guard.
     *
     * @param int[]|null $allowed null for no limit
     */
    public function __construct(?array $allowed) {
        $this->allowed = $allowed;
    }

    /**
     * Put this guard on duty for the rest of the request.
     */
    public function install(): void {
        self::$current = $this;
    }

    /**
     * Take note of a course Moodle just let the person into; outside a call nothing happens.
     *
     * @param \stdClass|int|string|null $courseorid as given to require_login()
     * @throws \moodle_exception courserefused
     */
    public static function after_require_login($courseorid): void {
        if (self::$current === null || empty($courseorid)) {
            return;
        }
        self::$current->enter((int) (is_object($courseorid) ? $courseorid->id : $courseorid));
    }

    /**
     * Return the one course that was entered.
     *
     * @return int|null null if there was none or more than one
     */
    public function only_course(): ?int {
        return count($this->entered) === 1 ? (int) key($this->entered) : null;
    }

    /**
     * Tell whether the function was kept out of a course.
     *
     * @return bool
     */
    public function has_refused(): bool {
        return $this->refused;
    }

    /**
     * Let a function into a course, or not.
     *
     * @param int $courseid
     * @throws \moodle_exception courserefused
     */
    private function enter(int $courseid): void {
        if ($this->allowed !== null && !in_array($courseid, $this->allowed, true)) {
            $this->refused = true;
            throw new \moodle_exception('courserefused', 'local_mcpgate');
        }
        $this->entered[$courseid] = true;
    }
}
