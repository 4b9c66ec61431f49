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
 * Lists, makes, changes, pins and deletes AI clients.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

use local_mcpgate\local\cli\client_options;
use local_mcpgate\local\cli\clients_command;
use local_mcpgate\local\cli\command_refused;
use local_mcpgate\local\cli\repeated_option;

define('CLI_SCRIPT', true);

// Moodle leaves the folder in which the command was given.
$folder = getcwd() ?: __DIR__;

require(__DIR__ . '/../../../config.php');
require_once($CFG->libdir . '/clilib.php');

$help = "Lists, makes, changes, pins and deletes the AI clients that this site knows.

Options:
 --list               List clients (what happens without other options)
 --create             Make a client, with the options below
 --change=CLIENT_ID   Change a client that was made here, with one or more of the options below
 --new-secret=CLIENT_ID  Give a client a new secret; the old one ends at once
 --delete=CLIENT_ID   Delete a client and revoke its connections
 --pin=FILE           Take the metadata document in FILE instead of the published one
 --client-id=URL      With --pin: where the document is published
 --unpin=CLIENT_ID    Read the document of a client where it is published again
 --json               Print JSON
 -h, --help           Print this

With --create or --change:
 --name=NAME          What people see
 --redirect-uri=URI   Where it sends people; more than once, or with commas between
 --auth=none|secret|key  How it proves itself; a new secret is printed once
 --jwks=FILE          Its public keys, with --auth=key
 --jwks-uri=URL       Or where it publishes them

Example:
 sudo -u www-data php local/mcpgate/cli/clients.php --create --name='Library assistant' --auth=secret \\
   --redirect-uri=https://assistant.library.example.edu/callback
";

[$options, $unknown] = cli_get_params([
    'list' => false, 'create' => null, 'change' => null, 'new-secret' => null, 'delete' => null, 'pin' => null, 'unpin' => null,
    'client-id' => null, 'name' => null, 'redirect-uri' => null, 'auth' => null, 'jwks' => null, 'jwks-uri' => null,
    'json' => false, 'help' => false,
], ['h' => 'help']);
if ($unknown) {
    cli_error(get_string('cliunknowoption', 'admin', implode("\n  ", $unknown)), 2);
}
if ($options['help']) {
    cli_write($help);
    exit(0);
}

$asked = array_diff_key($options, ['list' => 1, 'json' => 1, 'help' => 1]);
try {
    $redirecturis = repeated_option::values($_SERVER['argv'], 'redirect-uri');
    $report = (new clients_command(new client_options($asked, $redirecturis, $folder)))->run();
} catch (command_refused $refused) {
    cli_error($refused->getMessage(), $refused->getCode());
} catch (moodle_exception $refused) {
    cli_error($refused->getMessage(), 1);
}
cli_write($options['json'] ? $report->json() : $report->text());
