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
 * Shows all AI clients, and deletes them, gives them new secrets and unpins their documents.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

use core_reportbuilder\system_report_factory;
use local_mcpgate\local\oauth\authority;
use local_mcpgate\local\oauth\client_change;
use local_mcpgate\local\oauth\known_clients;
use local_mcpgate\output\client_question;
use local_mcpgate\output\clients_page;
use local_mcpgate\reportbuilder\local\systemreports\clients;

require('../../config.php');
require_once($CFG->libdir . '/adminlib.php');

admin_externalpage_setup('local_mcpgate_clients');
require_capability(authority::CAPABILITY, context_system::instance());

$question = null;
foreach (client_question::ALL as $what) {
    $id = optional_param($what, 0, PARAM_INT);
    if ($id) {
        $question = new client_question($what, known_clients::by_id($id));
    }
}
if ($question !== null && data_submitted()) {
    require_sesskey();
    $next = $question->agreed(client_change::at_a_page());
    if ($next !== null) {
        redirect($next);
    }
    redirect($PAGE->url, s($question->done()), null, \core\output\notification::NOTIFY_SUCCESS);
}

echo $OUTPUT->header();
echo $OUTPUT->heading(get_string('clients', 'local_mcpgate'));
if ($question !== null) {
    echo $OUTPUT->confirm(s($question->text()), $question->button($PAGE->url), $PAGE->url);
} else {
    $report = system_report_factory::create(clients::class, context_system::instance());
    $page = new clients_page($report->output());
    echo $OUTPUT->render_from_template('local_mcpgate/clients', $page->export_for_template($OUTPUT));
}
echo $OUTPUT->footer();
