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
 * Prints the public keys that verify seals of the record, and makes a new pair of keys.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

use local_mcpgate\local\cli\command_refused;
use local_mcpgate\local\cli\seal_keys_command;
use local_mcpgate\local\cli\switch_option;

define('CLI_SCRIPT', true);

require(__DIR__ . '/../../../config.php');
require_once($CFG->libdir . '/clilib.php');

$help = "Prints the public keys that verify seals of the record, that of the pair in use first: its id, and the key in base64.

Options:
 --rotate    Make a new pair; what the old ones signed stays good
 --json      Print JSON
 -h, --help  Print this

Example:
 sudo -u www-data php local/mcpgate/cli/seal_keys.php
";

[$options, $unknown] = cli_get_params(['rotate' => null, 'json' => false, 'help' => false], ['h' => 'help']);
if ($unknown) {
    cli_error(get_string('cliunknowoption', 'admin', implode("\n  ", $unknown)), 2);
}
if ($options['help']) {
    cli_write($help);
    exit(0);
}

try {
    $keys = (new seal_keys_command(switch_option::read($options, 'rotate')))->run()->texts();
} catch (command_refused $refused) {
    cli_error($refused->getMessage(), $refused->getCode());
}
if ($options['json']) {
    cli_write(json_encode($keys, JSON_PRETTY_PRINT | JSON_UNESCAPED_SLASHES) . "\n");
    exit(0);
}
foreach ($keys as $id => $key) {
    cli_write("{$id} {$key}\n");
}
