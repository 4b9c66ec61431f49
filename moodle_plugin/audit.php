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
 * Shows the record of what assistants did: all of it to those who may see it, and to everybody what their own did.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

use core_reportbuilder\system_report_factory;
use local_mcpgate\output\record_page;

require('../../config.php');
require_once($CFG->libdir . '/adminlib.php');

$own = optional_param('own', false, PARAM_BOOL);

require_login(null, false);
if (isguestuser()) {
    throw new moodle_exception('noguest');
}
$page = new record_page($own);
if ($own) {
    $PAGE->set_url('/local/mcpgate/audit.php', ['own' => 1]);
    $PAGE->set_context(context_user::instance($USER->id));
    $PAGE->set_pagelayout('report');
    $PAGE->set_title($page->title());
    $PAGE->set_heading(fullname($USER));
} else {
    admin_externalpage_setup('local_mcpgate_audit', '', null, '', ['pagelayout' => 'report']);
}
$report = system_report_factory::create($page->report(), context_system::instance());

echo $OUTPUT->header();
echo $OUTPUT->heading($page->title());
echo $OUTPUT->render_from_template('local_mcpgate/record', $page->facts($report->output()));
echo $OUTPUT->footer();
