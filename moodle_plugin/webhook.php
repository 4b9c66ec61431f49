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
 * Makes an endpoint of the webhook, or changes one.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

use local_mcpgate\form\webhook_form;
use local_mcpgate\local\oauth\authority;
use local_mcpgate\local\secret_handover;
use local_mcpgate\local\webhook\endpoint_actions;
use local_mcpgate\local\webhook\endpoint_change;
use local_mcpgate\local\webhook\endpoints;
use local_mcpgate\local\webhook\signing_secret;
use local_mcpgate\output\webhook_page;

require('../../config.php');
require_once($CFG->libdir . '/adminlib.php');

$id = optional_param('id', 0, PARAM_INT);
$title = get_string($id ? 'webhook_edit' : 'webhook_add', 'local_mcpgate');
$listurl = new moodle_url('/local/mcpgate/webhooks.php');

navigation_node::override_active_url($listurl);
admin_externalpage_setup('local_mcpgate_webhooks', '', $id ? ['id' => $id] : [], '/local/mcpgate/webhook.php');
require_capability(authority::CAPABILITY, context_system::instance());
$PAGE->navbar->add($title);

$endpoint = $id ? endpoints::by_id($id) : null;
$form = new webhook_form($PAGE->url, $endpoint);
if ($form->is_cancelled()) {
    redirect($listurl);
}
if ($form->get_data()) {
    $actions = new endpoint_actions(endpoint_change::at_a_page());
    if ($endpoint === null) {
        $secret = signing_secret::make();
        $made = $actions->create($form->details(), $secret);
        secret_handover::keep('webhook', $made->id(), $secret->text());
        redirect(new moodle_url('/local/mcpgate/webhook_secret.php', ['id' => $made->id()]));
    }
    $actions->change($endpoint, $form->details());
    redirect($listurl, get_string('webhook_saved', 'local_mcpgate'), null, \core\output\notification::NOTIFY_SUCCESS);
}

$page = new webhook_page($form->render());
echo $OUTPUT->header();
echo $OUTPUT->heading($title);
echo $OUTPUT->render_from_template('local_mcpgate/webhook', $page->export_for_template($OUTPUT));
echo $OUTPUT->footer();
