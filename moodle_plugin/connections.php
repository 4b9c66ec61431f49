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
 * Shows a person what they allowed their assistants, and lets them take it back.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

use local_mcpgate\local\oauth\connections;
use local_mcpgate\local\oauth\revocation_reason;
use local_mcpgate\output\connections_page;

require('../../config.php');

$PAGE->set_url('/local/mcpgate/connections.php');
$PAGE->set_context(context_system::instance());
require_login(null, false);
if (isguestuser()) {
    throw new moodle_exception('noguest');
}
$PAGE->set_context(context_user::instance($USER->id));
$PAGE->set_pagelayout('standard');
$PAGE->set_title(get_string('connections', 'local_mcpgate'));
$PAGE->set_heading(fullname($USER));

$revoke = optional_param('revoke', 0, PARAM_INT);
$chosen = $revoke ? connections::find($revoke) : null;
if ($revoke && ($chosen === null || $chosen->userid() !== (int) $USER->id)) {
    throw new moodle_exception('connectionunknown', 'local_mcpgate', $PAGE->url);
}
if ($chosen !== null && data_submitted()) {
    require_sesskey();
    $person = (int) \core\session\manager::get_realuser()->id;
    connections::revoke($chosen->id(), $person, revocation_reason::PERSON, getremoteaddr());
    redirect($PAGE->url, get_string('connection_revoked', 'local_mcpgate'));
}

$page = new connections_page(connections::list((int) $USER->id), time());
echo $OUTPUT->header();
echo $OUTPUT->heading(get_string('connections', 'local_mcpgate'));
if ($chosen !== null) {
    $button = new single_button(
        new moodle_url($PAGE->url, ['revoke' => $chosen->id()]),
        get_string('connection_revoke', 'local_mcpgate'),
        'post'
    );
    echo $OUTPUT->confirm($page->question($chosen), $button, $PAGE->url);
} else {
    echo $OUTPUT->render_from_template('local_mcpgate/connections', $page->export_for_template($OUTPUT));
}
echo $OUTPUT->footer();
