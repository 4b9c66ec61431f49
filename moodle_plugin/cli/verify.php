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
 * Verifies the sealed record and names the first thing that is wrong with it.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

use local_mcpgate\local\cli\command_refused;
use local_mcpgate\local\cli\verify_command;

define('CLI_SCRIPT', true);

// Whatever ends Moodle or this command before it has told anything must not look like a verdict.
$hastold = false;
register_shutdown_function(static function () use (&$hastold): void {
    // What Moodle itself has to do at the end comes before.
    register_shutdown_function(static function () use (&$hastold): void {
        if (!$hastold) {
            exit(2);
        }
    });
});

require(__DIR__ . '/../../../config.php');
require_once($CFG->libdir . '/clilib.php');

$help = "Verifies the sealed record and names the first row or seal that is not what it was.

Options:
 --head=NUMBER:HEX  An end of the chain that was told to somebody else before: a webhook, a log, a sidecar
 --public-key=KEYS  Trust these public keys and no others; base64, with commas between (cli/seal_keys.php prints them)
 --json             Print JSON
 -h, --help         Print this

Ends with 0 if all is as it was sealed, with 1 if something is not, with 2 if that cannot be told: an option is not
understood, or Moodle or its database fails, be it before this begins or while it reads. Take anything but 0 and 1 for 2.

Example:
 sudo -u www-data php local/mcpgate/cli/verify.php --head=812:5f0c…
";

[$options, $unknown] = cli_get_params(
    ['head' => null, 'public-key' => null, 'json' => false, 'help' => false],
    ['h' => 'help']
);
if ($unknown) {
    cli_error(get_string('cliunknowoption', 'admin', implode("\n  ", $unknown)), 2);
}
if ($options['help']) {
    cli_write($help);
    $hastold = true;
    exit(0);
}

try {
    $report = (new verify_command($options, time()))->run();
} catch (command_refused $refused) {
    cli_error($refused->getMessage(), $refused->getCode());
} catch (Throwable $failure) {
    cli_error(get_string('cli_cannotverify', 'local_mcpgate', $failure->getMessage()), 2);
}
cli_write($options['json'] ? $report->json() : $report->text());
$hastold = true;
exit($report->exit_code());
