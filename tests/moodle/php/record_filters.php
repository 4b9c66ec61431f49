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
 * Counts what each filter of the record leaves: php record_filters.php DIRROOT VALUES-BY-FILTER-AS-JSON [USERID].
 *
 * The values of the last filter stay with the user, an administrator if none is given.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

define('CLI_SCRIPT', true);

// A command of the test harness, run by it alone: there is no person to log in.
require($argv[1] . '/config.php');

use core_reportbuilder\local\helpers\user_filter_manager;
use core_reportbuilder\system_report_factory;
use local_mcpgate\local\record\record_stream;
use local_mcpgate\reportbuilder\local\systemreports\whole_record;

\core\session\manager::set_user(core_user::get_user($argv[3] ?? get_admin()->id, '*', MUST_EXIST));
$context = context_system::instance();
$answer = [];
foreach (json_decode($argv[2], true, 512, JSON_THROW_ON_ERROR) as $name => $values) {
    $report = system_report_factory::create(whole_record::class, $context);
    $given = [];
    foreach ($values as $field => $value) {
        $given["record:{$name}_{$field}"] = $value;
    }
    user_filter_manager::set($report->get_report_persistent()->get('id'), $given);
    $selection = system_report_factory::create(whole_record::class, $context)->selection();
    $answer[$name] = ['rows' => (new record_stream($selection))->count(), 'names' => $selection->names()];
}
$filters = array_map(static function ($filter): string {
    return $filter->get_name();
}, array_values($report->get_filters()));
echo json_encode(['counts' => $answer, 'filters' => $filters]), "\n";
