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
 * Asks the person who signed in whether a client may act for them.
 *
 * The sidecar sends the browser here with the name of a pending request.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

use local_mcpgate\form\consent_form;
use local_mcpgate\local\bridge\bridge_exception;
use local_mcpgate\local\oauth\consent;
use local_mcpgate\local\oauth\journal;
use local_mcpgate\local\site_settings;
use local_mcpgate\output\consent_page;
use local_mcpgate\output\guarded_page;
use local_mcpgate\output\refusal_page;

require('../../config.php');

$requestid = required_param('request', PARAM_ALPHANUM);

$PAGE->set_url('/local/mcpgate/authorize.php', ['request' => $requestid]);
$PAGE->set_context(context_system::instance());
$PAGE->set_pagelayout('login');
$PAGE->set_title(get_string('consent_title', 'local_mcpgate'));
$PAGE->set_heading($SITE->fullname);
$PAGE->set_cacheable(false);
require_login(null, false);

try {
    if (data_submitted() && !confirm_sesskey(optional_param('sesskey', 'none', PARAM_RAW))) {
        $refusal = new bridge_exception('sesskey_invalid', 'The form was not sent from the page this person saw.');
        journal::refused(null, $refusal);
        throw $refusal;
    }
    $consent = consent::open($requestid, (int) $USER->id);
    $form = new consent_form($PAGE->url, $consent);
    if ($form->is_cancelled()) {
        guarded_page::leave_for($consent->deny());
        exit;
    }
    if ($data = $form->get_data()) {
        $write = $data->mode === site_settings::MODE_WRITE;
        guarded_page::leave_for($consent->approve($write, (int) $data->lifetime, $form->limits()));
        exit;
    }
} catch (bridge_exception $refusal) {
    if (isguestuser()) {
        $SESSION->wantsurl = $PAGE->url->out(false);
    }
    $page = new refusal_page($refusal);
    guarded_page::show('local_mcpgate/refusal', $page, $page->status());
    exit;
}

guarded_page::show('local_mcpgate/consent', new consent_page($consent, $USER, $form->render()));
