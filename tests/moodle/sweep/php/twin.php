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

/**
 * One of the twin courses.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

/**
 * What the builders of a twin course share.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class mcpgate_twin {
    /** @var array<string, array{string, string}> The word a course is known by, and the secret in all its texts. */
    public const WORDS = ['a' => ['Antelope', 'QZA7'], 'b' => ['Zebra', 'QZB7']];

    /** @var int Where its ids begin. */
    private $first;

    /** @var string The word the course is known by. */
    public $word;

    /** @var string What is in all its texts. */
    public $secret;

    /** @var testing_data_generator Moodle's own. */
    public $generator;

    /** @var array<string, stdClass> Accounts by username. */
    public $people;

    /** @var int The course. */
    public $courseid;

    /** @var int The category it is in. */
    public $categoryid;

    /** @var int A group with both students. */
    public $groupid;

    /** @var stdClass Somebody who is in this course alone. */
    public $loner;

    /**
     * Keeps what it is called, and who is in it.
     *
     * @param int $first where its ids begin
     * @param string[] $words as in WORDS
     * @param array<string, stdClass> $people accounts by username
     */
    public function __construct(int $first, array $words, array $people) {
        $this->first = $first;
        [$this->word, $this->secret] = $words;
        $this->people = $people;
        $this->generator = new testing_data_generator();
    }

    /**
     * Names something of this course.
     *
     * @param string $what
     * @return string
     */
    public function text(string $what): string {
        return "{$this->word} {$this->secret} {$what}";
    }

    /**
     * Marks something of this course up.
     *
     * @param string $what
     * @return string
     */
    public function html(string $what): string {
        return '<p>' . $this->text($what) . '</p>';
    }

    /**
     * Returns what a form's editor sends.
     *
     * @param string $what
     * @return array
     */
    public function editor(string $what): array {
        return ['text' => $this->html($what), 'format' => FORMAT_HTML, 'itemid' => 0];
    }

    /**
     * Returns a generator of a component.
     *
     * @param string $component
     * @return component_generator_base
     */
    public function plugin(string $component): component_generator_base {
        return $this->generator->get_plugin_generator($component);
    }

    /**
     * Adds an activity.
     *
     * @param string $module
     * @param array $settings of the activity's own form
     * @param string $what it is called
     * @return stdClass the instance with its cmid
     */
    public function add(string $module, array $settings = [], string $what = ''): stdClass {
        $name = $what ?: $module;
        return $this->generator->create_module($module, $settings + [
            'course' => $this->courseid, 'section' => 1, 'name' => $this->text($name), 'intro' => $this->html($name),
            'introformat' => FORMAT_HTML, 'showdescription' => 1, 'idnumber' => strtoupper("{$this->word}-{$name}"),
        ]);
    }

    /**
     * Does something as one of the people.
     *
     * @param string $username
     * @param callable $deed
     * @return mixed what it returns
     */
    public function as_person(string $username, callable $deed) {
        \core\session\manager::set_user($this->people[$username]);
        try {
            return $deed();
        } finally {
            \core\session\manager::set_user(get_admin());
        }
    }

    /**
     * Returns somebody's id.
     *
     * @param string $username
     * @return int
     */
    public function id(string $username): int {
        return (int) $this->people[$username]->id;
    }

    /**
     * Stores a row.
     *
     * @param string $table
     * @param array $row
     * @return int its id
     */
    public function insert(string $table, array $row): int {
        global $DB;
        return $DB->insert_record($table, (object) $row);
    }

    /**
     * Returns what tests have to know of it.
     *
     * @return array
     */
    public function facts(): array {
        return ['word' => $this->word, 'secret' => $this->secret, 'course' => $this->courseid,
            'loner' => (int) $this->loner->id, 'first' => $this->first];
    }
}
