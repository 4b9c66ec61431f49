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
 * Shows the endpoints of the webhook, tests them, gives them new secrets, pauses and deletes them.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

use core_reportbuilder\system_report_factory;
use local_mcpgate\local\oauth\authority;
use local_mcpgate\local\webhook\endpoint_change;
use local_mcpgate\local\webhook\endpoints;
use local_mcpgate\output\webhook_question;
use local_mcpgate\output\webhooks_page;
use local_mcpgate\reportbuilder\local\systemreports\webhooks;

require('../../config.php');
require_once($CFG->libdir . '/adminlib.php');

admin_externalpage_setup('local_mcpgate_webhooks');
require_capability(authority::CAPABILITY, context_system::instance());

$question = null;
foreach (webhook_question::ALL as $what) {
    $id = optional_param($what, 0, PARAM_INT);
    if ($id) {
        $question = new webhook_question($what, endpoints::by_id($id));
    }
}
if ($question !== null && data_submitted()) {
    require_sesskey();
    $next = $question->agreed(endpoint_change::at_a_page());
    if ($next !== null) {
        redirect($next);
    }
    redirect($PAGE->url, s($question->done()), null, \core\output\notification::NOTIFY_SUCCESS);
}

echo $OUTPUT->header();
echo $OUTPUT->heading(get_string('webhooks', 'local_mcpgate'));
if ($question !== null) {
    echo $OUTPUT->confirm(s($question->text()), $question->button($PAGE->url), $PAGE->url);
} else {
    $report = system_report_factory::create(webhooks::class, context_system::instance());
    $page = new webhooks_page($report->output());
    echo $OUTPUT->render_from_template('local_mcpgate/webhooks', $page->export_for_template($OUTPUT));
}
echo $OUTPUT->footer();
