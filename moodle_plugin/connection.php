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
 * Changes the limits of one connection.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

use local_mcpgate\form\connection_form;
use local_mcpgate\local\oauth\authority;
use local_mcpgate\local\oauth\connections;
use local_mcpgate\output\connection_page;

require('../../config.php');

$id = required_param('id', PARAM_INT);

$PAGE->set_url('/local/mcpgate/connection.php', ['id' => $id]);
$PAGE->set_context(context_system::instance());
require_login(null, false);
$connection = connections::find($id);
$authority = $connection === null || isguestuser() ? null : authority::over($connection);
if ($authority === null) {
    throw new moodle_exception('connectionunknown', 'local_mcpgate', new moodle_url('/local/mcpgate/connections.php'));
}
$listurl = new moodle_url('/local/mcpgate/connections.php', $authority->is_owner() ? [] : ['user' => $connection->userid()]);
$PAGE->set_pagelayout('standard');
$PAGE->set_title(get_string('connection_change', 'local_mcpgate'));
$PAGE->set_heading(get_string('connection_change', 'local_mcpgate'));
$PAGE->navbar->add(get_string('connections', 'local_mcpgate'), $listurl);
$PAGE->navbar->add(get_string('connection_change', 'local_mcpgate'));

$form = null;
if (!$connection->is_over(time())) {
    $form = new connection_form($PAGE->url, $connection, $authority);
    if ($form->is_cancelled()) {
        redirect($listurl);
    }
    if ($form->is_outdated()) {
        redirect($PAGE->url, get_string('connection_outdated', 'local_mcpgate'), null, \core\output\notification::NOTIFY_ERROR);
    }
    if ($form->get_data()) {
        $change = $form->change();
        if ($change->is_none()) {
            redirect($listurl, get_string('connection_unchanged', 'local_mcpgate'));
        }
        $change->save($authority->actor(), getremoteaddr());
        redirect($listurl, get_string('connection_changed', 'local_mcpgate'), null, \core\output\notification::NOTIFY_SUCCESS);
    }
}

$page = new connection_page($connection, $authority, $form === null ? '' : $form->render());
echo $OUTPUT->header();
echo $OUTPUT->render_from_template('local_mcpgate/connection', $page->export_for_template($OUTPUT));
echo $OUTPUT->footer();
