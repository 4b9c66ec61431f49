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
 * Sends the rows that a person chose on the page of the record as a file.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

use core\dataformat;
use core_reportbuilder\system_report_factory;
use local_mcpgate\local\record\exported_row;
use local_mcpgate\local\record\record_access;
use local_mcpgate\local\record\record_export;
use local_mcpgate\output\record_page;

require('../../config.php');

$own = optional_param('own', false, PARAM_BOOL);
$format = required_param('format', PARAM_ALPHA);

require_login(null, false);
require_sesskey();
$PAGE->set_url('/local/mcpgate/audit_export.php');
$PAGE->set_context(context_system::instance());
if (!in_array($format, record_export::formats(), true)) {
    throw new moodle_exception('record_badformat', 'local_mcpgate', '', implode(', ', record_export::formats()));
}
// Making the report checks who may see it.
$report = system_report_factory::create((new record_page($own))->report(), context_system::instance());
$rows = record_export::begin($report->selection(), $format, record_access::reader(), getremoteaddr());
dataformat::download_data('record', $format, exported_row::columns(), $rows, static function (stdClass $row) use ($format): array {
    return record_export::row($format, $row);
});
