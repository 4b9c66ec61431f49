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
 * Gives functions another class, and lists those of other plugins.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

use local_mcpgate\form\function_class_form;
use local_mcpgate\local\functions\override_refused;
use local_mcpgate\local\functions\overrides;
use local_mcpgate\local\functions\site_functions;
use local_mcpgate\output\class_words;
use local_mcpgate\output\functions_page;

require('../../config.php');
require_once($CFG->libdir . '/adminlib.php');

admin_externalpage_setup('local_mcpgate_functions');
require_capability('local/mcpgate:manage', context_system::instance());

$name = optional_param('name', '', PARAM_ALPHANUMEXT);
$remove = optional_param('remove', '', PARAM_ALPHANUMEXT);
$overrides = new overrides((int) \core\session\manager::get_realuser()->id, getremoteaddr());

if ($remove !== '') {
    try {
        $change = overrides::removal($remove);
        if (data_submitted()) {
            require_sesskey();
            $overrides->remove($remove, true);
            redirect($PAGE->url, get_string('function_removed', 'local_mcpgate', $remove));
        }
    } catch (override_refused $refusal) {
        throw new moodle_exception($refusal->rule(), 'local_mcpgate', $PAGE->url);
    }
    $button = new single_button(
        new moodle_url($PAGE->url, ['remove' => $remove]),
        get_string('function_remove', 'local_mcpgate'),
        'post'
    );
    $question = get_string('function_removequestion', 'local_mcpgate', $remove);
    echo $OUTPUT->header();
    echo $OUTPUT->confirm(s($change->loosens() ? class_words::warning($change) . ' ' . $question : $question), $button, $PAGE->url);
    echo $OUTPUT->footer();
    exit;
}

$functions = site_functions::current()->all();
$form = new function_class_form($PAGE->url, $functions, $functions[$name] ?? null);
$data = $form->get_data();
if ($data) {
    $overrides->set($data->name, $data->class, !empty($data->confirmed));
    redirect($PAGE->url, get_string('function_saved', 'local_mcpgate', $data->name));
}

$page = new functions_page($functions, $PAGE->url, $form->render());
echo $OUTPUT->header();
echo $OUTPUT->heading(get_string('functions', 'local_mcpgate'));
echo $OUTPUT->render_from_template('local_mcpgate/functions', $page->export_for_template($OUTPUT));
echo $OUTPUT->footer();
