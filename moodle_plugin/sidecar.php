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
 * Hands the sidecar's config file to an admin who has no shell on this server.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

use local_mcpgate\local\sidecar_config;

require('../../config.php');
require_once($CFG->libdir . '/adminlib.php');

admin_externalpage_setup('local_mcpgate_sidecar');
require_capability('local/mcpgate:manage', context_system::instance());

if (data_submitted()) {
    require_sesskey();
    $toml = sidecar_config::current()->toml();
    header('Content-Type: application/toml');
    header('Content-Disposition: attachment; filename="moodle-mcp.toml"');
    header('Cache-Control: no-store');
    echo $toml;
    exit;
}

$button = new single_button($PAGE->url, get_string('sidecar_download', 'local_mcpgate'), 'post');
echo $OUTPUT->header();
echo $OUTPUT->heading(get_string('sidecar', 'local_mcpgate'));
echo $OUTPUT->render_from_template('local_mcpgate/sidecar', [
    'button' => $OUTPUT->render($button),
    'command' => sidecar_config::COMMAND,
]);
echo $OUTPUT->footer();
