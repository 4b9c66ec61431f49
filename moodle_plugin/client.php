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
 * Makes a client, or changes one that was made here.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

use local_mcpgate\form\client_form;
use local_mcpgate\local\oauth\authority;
use local_mcpgate\local\oauth\client_change;
use local_mcpgate\local\oauth\client_secret;
use local_mcpgate\local\oauth\known_clients;
use local_mcpgate\local\oauth\registered_clients;
use local_mcpgate\local\secret_handover;
use local_mcpgate\output\client_page;

require('../../config.php');
require_once($CFG->libdir . '/adminlib.php');

$id = optional_param('id', 0, PARAM_INT);
$title = get_string($id ? 'client_edit' : 'client_add', 'local_mcpgate');
$listurl = new moodle_url('/local/mcpgate/clients.php');

navigation_node::override_active_url($listurl);
admin_externalpage_setup('local_mcpgate_clients', '', $id ? ['id' => $id] : [], '/local/mcpgate/client.php');
require_capability(authority::CAPABILITY, context_system::instance());
$PAGE->navbar->add($title);

$client = $id ? known_clients::by_id($id) : null;
if ($client !== null) {
    registered_clients::require_registered($client);
}
$form = new client_form($PAGE->url, $client);
if ($form->is_cancelled()) {
    redirect($listurl);
}
if ($form->get_data()) {
    $details = $form->details();
    $secret = $details->uses_secret() && ($client === null || !$client->uses_secret()) ? client_secret::make() : null;
    $registered = new registered_clients(client_change::at_a_page());
    $saved = $client === null ? $registered->create($details, $secret) : $registered->change($client, $details, $secret);
    if ($secret !== null) {
        secret_handover::keep('client', $saved->id(), $secret->text());
        redirect(new moodle_url('/local/mcpgate/client_secret.php', ['id' => $saved->id()]));
    }
    $next = $client === null ? new moodle_url('/local/mcpgate/client.php', ['id' => $saved->id()]) : $listurl;
    redirect($next, get_string('client_saved', 'local_mcpgate'), null, \core\output\notification::NOTIFY_SUCCESS);
}

$page = new client_page($client, get_string('client_about', 'local_mcpgate'), $form->render());
echo $OUTPUT->header();
echo $OUTPUT->heading($title);
echo $OUTPUT->render_from_template('local_mcpgate/client', $page->export_for_template($OUTPUT));
echo $OUTPUT->footer();
