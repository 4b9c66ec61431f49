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
 * Fills, seals, erases and removes rows of the record: php sealed_record.php DIRROOT ARGUMENTS-AS-JSON.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

define('CLI_SCRIPT', true);

// A command of the test harness, run by it alone: there is no person to log in.
require($argv[1] . '/config.php');

use local_mcpgate\local\record\audit_writer;
use local_mcpgate\local\record\outcome;
use local_mcpgate\local\seal\erasure;
use local_mcpgate\local\seal\retention;
use local_mcpgate\local\seal\sealer;

$arguments = json_decode($argv[2], true, 512, JSON_THROW_ON_ERROR);
$answer = [];
$rows = array_merge(...array_fill(0, $arguments['times'] ?? 1, $arguments['rows'] ?? []));
foreach ($rows as $fields) {
    $answer['ids'][] = (int) audit_writer::store($fields + ['kind' => 'call', 'outcome' => outcome::ALLOWED])->id;
}
foreach ($arguments['seal'] ?? [] as $time) {
    $answer['sealed'] = sealer::run($time, 60);
}
foreach ($arguments['erase'] ?? [] as $userid) {
    $answer['erased'] = erasure::of_user($userid);
}
if (isset($arguments['remove_before'])) {
    $answer['removed'] = retention::remove_before($arguments['remove_before']);
}
if (isset($arguments['verified'])) {
    set_config('sealcursor', $arguments['verified'], 'local_mcpgate');
}
echo json_encode((object) $answer), "\n";
