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
 * Exports the record of what assistants did.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

use local_mcpgate\local\cli\command_refused;
use local_mcpgate\local\cli\export_command;
use local_mcpgate\local\cli\export_options;

define('CLI_SCRIPT', true);

require(__DIR__ . '/../../../config.php');
require_once($CFG->libdir . '/clilib.php');

$help = "Exports the record of what assistants did, in the order of time. That it was exported goes on record, too.

Options:
 --format=FORMAT     csv (what happens without it), json (one list) or jsonl (one object a line)
 --from=MOMENT       Only rows of this moment or later, such as 2027-01-31 or 2027-01-31T18:00+01:00
 --to=MOMENT         Only rows before this moment
 --user=USERNAME     Only what this person's assistants did
 --client=NAME       Only what came through this client
 --connection=ID     Only what came through this connection
 --kind=KIND         Only rows of a kind, such as call, auth_failed or rate_limited
 --tool=NAME         Only uses of a tool
 --function=NAME     Only calls of a function
 --class=CLASS       Only functions of a class: read, write, destructive or never
 --outcome=OUTCOME   Only attempts that ended so: started, allowed, denied, error or unknown
 --reason=CODE       Only attempts with this code
 --course=ID         Only calls about a course
 --address=ADDRESS   Only attempts from an address
 --node=NAME         Only what a sidecar took
 -h, --help          Print this

In CSV, text that a spreadsheet would take for a formula has an apostrophe before it; JSON is as it was recorded.

Example:
 sudo -u www-data php local/mcpgate/cli/export.php --format=jsonl --from=2027-01-01 --to=2027-02-01 > january.jsonl
";

[$options, $unknown] = cli_get_params([
    'format' => null, 'from' => null, 'to' => null, 'user' => null, 'client' => null, 'connection' => null, 'kind' => null,
    'tool' => null, 'function' => null, 'class' => null, 'outcome' => null, 'reason' => null, 'course' => null, 'address' => null,
    'node' => null, 'help' => false,
], ['h' => 'help']);
if ($unknown) {
    cli_error(get_string('cliunknowoption', 'admin', implode("\n  ", $unknown)), 2);
}
if ($options['help']) {
    cli_write($help);
    exit(0);
}

try {
    (new export_command(new export_options(array_diff_key($options, ['help' => true])), STDOUT))->run();
} catch (command_refused $refused) {
    cli_error($refused->getMessage(), $refused->getCode());
} catch (moodle_exception $refused) {
    cli_error($refused->getMessage(), 1);
}
