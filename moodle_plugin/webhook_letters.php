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
 * Shows the messages of the webhook that were given up, sends them again and discards them.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

use core_reportbuilder\system_report_factory;
use local_mcpgate\local\oauth\authority;
use local_mcpgate\local\webhook\endpoint_change;
use local_mcpgate\local\webhook\endpoints;
use local_mcpgate\output\letter_question;
use local_mcpgate\output\letters_page;
use local_mcpgate\reportbuilder\local\systemreports\dead_letters;

require('../../config.php');
require_once($CFG->libdir . '/adminlib.php');

$webhookid = optional_param('webhook', 0, PARAM_INT);

navigation_node::override_active_url(new moodle_url('/local/mcpgate/webhooks.php'));
admin_externalpage_setup(
    'local_mcpgate_webhooks',
    '',
    $webhookid ? ['webhook' => $webhookid] : [],
    '/local/mcpgate/webhook_letters.php'
);
require_capability(authority::CAPABILITY, context_system::instance());
$PAGE->navbar->add(get_string('webhook_letters', 'local_mcpgate'));

$endpoint = $webhookid ? endpoints::by_id($webhookid) : null;
$question = null;
foreach (letter_question::ALL as $what) {
    $id = optional_param($what, 0, PARAM_INT);
    if ($id) {
        $question = letter_question::about($what, $id);
    }
}
if ($question !== null && data_submitted()) {
    require_sesskey();
    $question->agreed(endpoint_change::at_a_page());
    redirect($PAGE->url, s($question->done()), null, \core\output\notification::NOTIFY_SUCCESS);
}

echo $OUTPUT->header();
echo $OUTPUT->heading(get_string('webhook_letters', 'local_mcpgate'));
if ($question !== null) {
    echo $OUTPUT->confirm(s($question->text()), $question->button($PAGE->url), $PAGE->url);
} else {
    $context = context_system::instance();
    $report = system_report_factory::create(dead_letters::class, $context, '', '', 0, ['webhook' => $webhookid]);
    $page = new letters_page($endpoint, $report->output());
    echo $OUTPUT->render_from_template('local_mcpgate/webhook_letters', $page->export_for_template($OUTPUT));
}
echo $OUTPUT->footer();
