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
 * Shows the new secret of an endpoint of the webhook, once.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

use local_mcpgate\local\oauth\authority;
use local_mcpgate\local\secret_handover;
use local_mcpgate\local\webhook\endpoints;
use local_mcpgate\output\guarded_page;
use local_mcpgate\output\webhook_secret_page;

require('../../config.php');
require_once($CFG->libdir . '/adminlib.php');

$id = required_param('id', PARAM_INT);

navigation_node::override_active_url(new moodle_url('/local/mcpgate/webhooks.php'));
admin_externalpage_setup('local_mcpgate_webhooks', '', ['id' => $id], '/local/mcpgate/webhook_secret.php');
require_capability(authority::CAPABILITY, context_system::instance());

$endpoint = endpoints::by_id($id);
$secret = secret_handover::take('webhook', $endpoint->id());
if ($secret === null) {
    $listurl = new moodle_url('/local/mcpgate/webhooks.php');
    redirect($listurl, get_string('client_secretshown', 'local_mcpgate'), null, \core\output\notification::NOTIFY_INFO);
}
$PAGE->navbar->add(get_string('webhook_secret', 'local_mcpgate'));
$PAGE->requires->js_call_amd('core/copy_to_clipboard');
guarded_page::show('local_mcpgate/webhook_secret', new webhook_secret_page($endpoint, $secret));
