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
 * Adds two courses that differ in nothing but their names and ids: php seed_twins.php DIRROOT; prints facts as JSON.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

define('CLI_SCRIPT', true);

// Commands of the test harness, run by it alone: there is no person to log in.
require($argv[1] . '/config.php');
require_once($CFG->libdir . '/testing/generator/lib.php');
require_once($CFG->libdir . '/testing/classes/util.php');
require_once(dirname(__DIR__, 2) . '/php/seed_people.php');
foreach (glob(__DIR__ . '/twin*.php') as $part) {
    require_once($part);
}

ob_start();
\core\session\manager::set_user(get_admin());
raise_memory_limit(MEMORY_HUGE);

$ids = new mcpgate_twin_ids();
$ids->start_at(mcpgate_twin_ids::SITE);
$people = new mcpgate_twin_people();
$people->create();
$people->open_site();
(new mcpgate_twin_site($people->accounts()))->build();
$twins = [];
foreach (mcpgate_twin_ids::FIRST as $letter => $first) {
    $ids->start_at($first);
    $twin = new mcpgate_twin($first, mcpgate_twin::WORDS[$letter], $people->accounts());
    (new mcpgate_twin_frame($twin))->build();
    (new mcpgate_twin_reading($twin))->build();
    (new mcpgate_twin_collections($twin))->build();
    (new mcpgate_twin_questionnaires($twin))->build();
    (new mcpgate_twin_packages($twin))->build();
    (new mcpgate_twin_assignments($twin))->build();
    (new mcpgate_twin_quizzes($twin))->build();
    (new mcpgate_twin_competencies($twin))->build();
    (new mcpgate_twin_grades($twin))->build();
    (new mcpgate_twin_traces($twin))->build();
    $twins[$letter] = $twin->facts();
    rebuild_course_cache($twin->courseid);
}
$ids->start_at(mcpgate_twin_ids::LATER);
$people->settle();
\core_search\manager::instance()->index();
ob_end_clean();

echo json_encode(['people' => $people->ids(), 'twins' => $twins, 'site' => mcpgate_twin_ids::SITE,
    'stride' => mcpgate_twin_ids::STRIDE], JSON_PRETTY_PRINT), "\n";
