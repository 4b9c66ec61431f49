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
 * Fills a fresh site for the tests: php seed.php DIRROOT; prints facts as JSON.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

define('CLI_SCRIPT', true);

// Commands of the test harness, run by it alone: there is no person to log in.
require($argv[1] . '/config.php');
require_once($CFG->libdir . '/testing/generator/lib.php');
require_once(__DIR__ . '/seed_people.php');
require_once(__DIR__ . '/seed_courses.php');

ob_start();
\core\session\manager::set_user(get_admin());
raise_memory_limit(MEMORY_HUGE);

$people = new mcpgate_seed_people();
$people->create_staff();
$people->create_students(6077);
$courses = new mcpgate_seed_courses(new testing_data_generator(), $people);
$management = $courses->create_management_course(1243, 89);
$analysis = $courses->create_analysis_course();
$chemistry = $courses->create_chemistry_course();
$resttoken = $people->open_rest('prof.smith');
$people->settle_site();
ob_end_clean();

echo json_encode([
    'password' => mcpgate_seed_people::PASSWORD,
    'people' => $people->ids(),
    'resttoken' => $resttoken,
    'courses' => ['management' => $management, 'analysis' => $analysis, 'chemistry' => $chemistry],
    'forum' => $courses->forumid,
    'assignment' => $courses->assignment,
    'participants' => 6077,
    'submitted' => 1243,
    'drafts' => 89,
], JSON_PRETTY_PRINT), "\n";
