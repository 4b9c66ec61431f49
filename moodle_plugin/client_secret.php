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
 * Shows the new secret of a client, once.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

use local_mcpgate\local\oauth\authority;
use local_mcpgate\local\oauth\known_clients;
use local_mcpgate\local\secret_handover;
use local_mcpgate\output\client_secret_page;
use local_mcpgate\output\guarded_page;

require('../../config.php');
require_once($CFG->libdir . '/adminlib.php');

$id = required_param('id', PARAM_INT);

navigation_node::override_active_url(new moodle_url('/local/mcpgate/clients.php'));
admin_externalpage_setup('local_mcpgate_clients', '', ['id' => $id], '/local/mcpgate/client_secret.php');
require_capability(authority::CAPABILITY, context_system::instance());

$client = known_clients::by_id($id);
$secret = secret_handover::take('client', $client->id());
if ($secret === null) {
    $listurl = new moodle_url('/local/mcpgate/clients.php');
    redirect($listurl, get_string('client_secretshown', 'local_mcpgate'), null, \core\output\notification::NOTIFY_INFO);
}
$PAGE->navbar->add(get_string('client_secret', 'local_mcpgate'));
$PAGE->requires->js_call_amd('core/copy_to_clipboard');
guarded_page::show('local_mcpgate/client_secret', new client_secret_page($client, $secret));
