<?php
// This file is part of Moodle - http://moodle.org/
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
// along with Moodle.  If not, see <http://www.gnu.org/licenses/>.

/**
 * Lets PHPUnit run a test of Moodle's own on the site in MCPGATE_DIRROOT, without Moodle's second, empty site for tests.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

define('CLI_SCRIPT', true);

// PHPUnit includes this inside a function.
global $CFG, $DB, $USER, $SITE, $SESSION, $PAGE, $OUTPUT, $COURSE, $ME, $FULLME, $SCRIPT, $FULLSCRIPT, $PERF;
require(getenv('MCPGATE_DIRROOT') . '/config.php');
require_once($CFG->libdir . '/adminlib.php');
require_once($CFG->libdir . '/ddllib.php');
require_once($CFG->dirroot . '/user/lib.php');

// What Moodle has to say to developers is a notice, and PHPUnit makes every notice a failure.
$CFG->debug = DEBUG_DEVELOPER;
$CFG->debugdeveloper = true;
$CFG->debugdisplay = 0;
\core\session\manager::set_user(get_admin());

/**
 * As much of Moodle's base class as its tests of privacy providers use.
 */
abstract class advanced_testcase extends \PHPUnit\Framework\TestCase {

    /**
     * The site is thrown away afterwards.
     */
    public function resetAfterTest(): void {
    }

    /**
     * Return what makes people.
     *
     * @return self
     */
    public function getdatagenerator(): self {
        return $this;
    }

    /**
     * Make a person.
     *
     * @return \stdClass
     */
    public function create_user(): \stdClass {
        $name = 'core' . bin2hex(random_bytes(6));
        $person = ['username' => $name, 'firstname' => 'Core', 'lastname' => 'Test', 'email' => "{$name}@example.edu"];
        return \core_user::get_user(user_create_user((object) ($person + ['mnethostid' => $GLOBALS['CFG']->mnet_localhost_id])));
    }

    /**
     * A notice would have failed the test already.
     */
    public function assertdebuggingnotcalled(): void {
        $this->addToAssertionCount(1);
    }
}
