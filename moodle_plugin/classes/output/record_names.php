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

namespace local_mcpgate\output;

/**
 * Names of the people and courses on one page of the record, each looked up once.
 *
 * A query that joined them would count a large record row by row for every page.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class record_names {

    /** @var string[] HTML by user id. */
    private $people = [];

    /** @var string[] HTML by course id. */
    private $courses = [];

    /**
     * Name a person.
     *
     * @param int|null $userid
     * @return string HTML, empty for nobody
     */
    public function person(?int $userid): string {
        if ($userid === null) {
            return '';
        }
        if (!isset($this->people[$userid])) {
            $person = \core_user::get_user($userid);
            $url = new \moodle_url('/user/profile.php', ['id' => $userid]);
            $this->people[$userid] = $person ? \html_writer::link($url, s(fullname($person))) : (string) $userid;
        }
        return $this->people[$userid];
    }

    /**
     * Name a course.
     *
     * @param int|null $courseid
     * @return string HTML, empty for none
     */
    public function course(?int $courseid): string {
        global $DB;
        if ($courseid === null) {
            return '';
        }
        if (!isset($this->courses[$courseid])) {
            $name = $DB->get_field('course', 'shortname', ['id' => $courseid]);
            $url = new \moodle_url('/course/view.php', ['id' => $courseid]);
            $this->courses[$courseid] = $name === false ? (string) $courseid : \html_writer::link($url, format_string($name));
        }
        return $this->courses[$courseid];
    }
}
