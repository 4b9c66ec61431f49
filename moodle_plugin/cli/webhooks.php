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
 * Lists, makes, changes, tests and deletes endpoints of the webhook, and acts on messages that were given up.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

use local_mcpgate\local\cli\command_refused;
use local_mcpgate\local\cli\webhook_options;
use local_mcpgate\local\cli\webhooks_command;

define('CLI_SCRIPT', true);

require(__DIR__ . '/../../../config.php');
require_once($CFG->libdir . '/clilib.php');

$types = wordwrap(implode(', ', webhook_options::event_words()), 100, "\n" . str_repeat(' ', 19));
$help = "Lists, makes, changes, tests and deletes the endpoints that are told what happens, and acts on messages that were given up.

Options:
 --list            List endpoints (what happens without other options)
 --create          Make an endpoint, with the options below; its secret is printed once
 --change=ID       Change an endpoint, with one or more of the options below
 --new-secret=ID   Give an endpoint a new secret; the old one signs, too, for a day
 --pause=ID        Send an endpoint nothing for now
 --resume=ID       Send an endpoint messages again
 --test=ID         Queue a message to see whether it comes through; --list and --letters=ID tell a little later
 --delete=ID       Delete an endpoint and all its messages
 --letters=ID      List the messages to an endpoint that were given up, the oldest thousand of them
 --resend=ID       Send them again
 --discard=ID      Discard them
 --message=MSGID   With --resend or --discard: only this one
 --json            Print JSON
 -h, --help        Print this

With --create or --change:
 --url=URL         Where messages go
 --events=TYPES    What it is told of, with commas between, of these types:
                   {$types}
 --private=HOST    Let the address be one that is not public; HOST is the host of the URL once more. Or: no

Example:
 sudo -u www-data php local/mcpgate/cli/webhooks.php --create --url=https://siem.example.edu/moodle \\
   --events=auth.failed,call.denied,rate.limited,token.reused,record.sealed
";

[$options, $unknown] = cli_get_params([
    'list' => false, 'create' => null, 'change' => null, 'new-secret' => null, 'pause' => null, 'resume' => null, 'test' => null,
    'delete' => null, 'letters' => null, 'resend' => null, 'discard' => null, 'message' => null, 'url' => null, 'events' => null,
    'private' => null, 'json' => false, 'help' => false,
], ['h' => 'help']);
if ($unknown) {
    cli_error(get_string('cliunknowoption', 'admin', implode("\n  ", $unknown)), 2);
}
if ($options['help']) {
    cli_write($help);
    exit(0);
}

try {
    $asked = new webhook_options(array_diff_key($options, ['list' => 1, 'json' => 1, 'help' => 1]));
    $report = (new webhooks_command($asked))->run();
} catch (command_refused $refused) {
    cli_error($refused->getMessage(), $refused->getCode());
} catch (moodle_exception $refused) {
    cli_error($refused->getMessage(), 1);
}
cli_write($options['json'] ? $report->json() : $report->text());
if ($asked->has('test')) {
    cli_writeln(get_string('cli_testqueued', 'local_mcpgate', $asked->value('test')), STDERR);
}
