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
 * Shows a person what they allowed their assistants, or a manager what others did, and lets them take it back.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

use local_mcpgate\local\oauth\authority;
use local_mcpgate\local\oauth\connection_listing;
use local_mcpgate\local\oauth\connections;
use local_mcpgate\output\connections_page;

require('../../config.php');
require_once($CFG->libdir . '/adminlib.php');

$all = optional_param('all', false, PARAM_BOOL);
$userid = optional_param('user', 0, PARAM_INT);
$revoke = optional_param('revoke', 0, PARAM_INT);
$number = optional_param('page', 0, PARAM_INT);

require_login(null, false);
if (isguestuser()) {
    throw new moodle_exception('noguest');
}
$isown = !$all && ($userid === 0 || $userid === (int) $USER->id);
$listing = new connection_listing($all ? null : ($isown ? (int) $USER->id : $userid), $isown);
$title = get_string('connections', 'local_mcpgate');
if ($all) {
    admin_externalpage_setup('local_mcpgate_connections', '', ['all' => 1]);
} else {
    if (!$isown) {
        require_capability(authority::CAPABILITY, context_system::instance());
    }
    $person = $isown ? $USER : core_user::get_user($userid, '*', MUST_EXIST);
    $PAGE->set_url('/local/mcpgate/connections.php', $isown ? [] : ['user' => $userid]);
    $PAGE->set_context(context_user::instance($person->id, IGNORE_MISSING) ?: context_system::instance());
    $PAGE->set_pagelayout('standard');
    $PAGE->set_title($title);
    $PAGE->set_heading(fullname($person));
}

$chosen = $revoke ? connections::find($revoke) : null;
$authority = $chosen === null ? null : authority::over($chosen);
if ($revoke && $authority === null) {
    throw new moodle_exception('connectionunknown', 'local_mcpgate', $PAGE->url);
}
if ($authority !== null && data_submitted()) {
    require_sesskey();
    connections::revoke($chosen->id(), $authority->actor(), $authority->revocation_reason(), getremoteaddr());
    $said = $authority->is_owner() ? 'connection_revoked' : 'connection_revoked_other';
    redirect($PAGE->url, get_string($said, 'local_mcpgate'));
}

echo $OUTPUT->header();
echo $OUTPUT->heading($title);
if ($authority !== null) {
    $button = new single_button(
        new moodle_url($PAGE->url, ['revoke' => $chosen->id()]),
        get_string('connection_revoke', 'local_mcpgate'),
        'post'
    );
    echo $OUTPUT->confirm(connections_page::question($chosen, $authority->is_owner()), $button, $PAGE->url);
} else {
    $page = new connections_page($listing, $PAGE->url, max(0, $number));
    echo $OUTPUT->render_from_template('local_mcpgate/connections', $page->export_for_template($OUTPUT));
}
echo $OUTPUT->footer();
