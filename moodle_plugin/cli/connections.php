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
 * Lists, shows, changes and revokes connections.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

use local_mcpgate\local\cli\change_options;
use local_mcpgate\local\cli\command_refused;
use local_mcpgate\local\cli\connections_command;
use local_mcpgate\local\oauth\connection_report;

define('CLI_SCRIPT', true);

require(__DIR__ . '/../../../config.php');
require_once($CFG->libdir . '/clilib.php');

$help = "Lists, shows, changes and revokes what people allowed their assistants.

Options:
 --list               List connections (what happens without other options)
 --user=USERNAME      With the list: only those of one person
 --show=ID            Show one connection
 --change=ID          Change one connection, with one or more of the options below
 --revoke=ID          Revoke one connection
 --revoke-user=USERNAME  Revoke all connections of one person
 --json               Print JSON
 -h, --help           Print this

With --change; what is not given stays as it is, and \"none\" takes a limit away:
 --functions=PATTERNS Functions it may use, with commas between: core_course_*,mod_forum_get_forum_discussions
 --courses=IDS        Courses it may go into, with commas between
 --addresses=NETWORKS Where it may come from, with commas between: 192.0.2.0/24,2001:db8::7
 --presets=NAMES      Networks the site has names for, with commas between
 --ratelimit=NUMBER   Requests a minute
 --callquota=NUMBER   Functions run a day
 --bytequota=BYTES    Bytes of results a day
 --approvewrites=yes  Let each change wait for a person; \"no\" undoes that
 --mode=read          Take writing away; \"write\" only keeps what was granted
 --expires=WHEN       A date such as 2027-01-31T18:00 in the server's time zone, or seconds from now

Example:
 sudo -u www-data php local/mcpgate/cli/connections.php --change=12 --courses=5,8 --ratelimit=30
";

[$options, $unknown] = cli_get_params([
    'list' => false, 'user' => null, 'show' => null, 'change' => null, 'revoke' => null, 'revoke-user' => null, 'json' => false,
    'help' => false,
] + array_fill_keys(change_options::NAMES, null), ['h' => 'help']);
if ($unknown) {
    cli_error(get_string('cliunknowoption', 'admin', implode("\n  ", $unknown)), 2);
}
if ($options['help']) {
    cli_write($help);
    exit(0);
}

try {
    $asked = array_diff_key($options, ['list' => 1, 'json' => 1, 'help' => 1]);
    $report = new connection_report((new connections_command($asked))->run(), time());
} catch (command_refused $refused) {
    cli_error($refused->getMessage(), $refused->getCode());
}
cli_write($options['json'] ? $report->json() : $report->text());
