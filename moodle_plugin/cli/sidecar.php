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
 * Writes the sidecar's config file and turns the keys it holds.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

use local_mcpgate\local\cli\command_refused;
use local_mcpgate\local\cli\sidecar_command;
use local_mcpgate\local\cli\sidecar_options;
use local_mcpgate\local\sidecar_config;

define('CLI_SCRIPT', true);

// Moodle leaves the folder in which the command was given.
$folder = getcwd() ?: __DIR__;

require(__DIR__ . '/../../../config.php');
require_once($CFG->libdir . '/clilib.php');

$help = "Writes the config file of the Moodle MCP sidecar.

Options:
 --output=FILE             Write FILE instead of printing; only the account that runs this can read it
 --host=ADDRESS            Address the sidecar listens on (127.0.0.1)
 --port=NUMBER             Port the sidecar listens on (8765)
 --trusted-proxies=LIST    Web servers whose X-Forwarded-For counts, with commas between (127.0.0.1,::1)
 --state-dir=DIRECTORY     The sidecar's own directory (/var/lib/moodle-mcp)
 --bridge-url=URL          Where the sidecar reaches bridge.php, if not through the site's own address
 --valkey=URL              Valkey or Redis in which several sidecars count requests together: redis://, rediss:// or unix://
 --syslog=URL              Log server that gets each row of the record: udp://, tcp://, tls:// or unix:// (of one sidecar only)
 --announce[=bridge|tokens]  First add a key that every sidecar accepts and none uses yet
 --rotate[=bridge|tokens]  First put the announced key, or else a new one, in front; old ones stay good
 --drop-old[=bridge|tokens]  First drop all keys but the newest; with --rotate, start over with one new key
 -h, --help                Print this

To change keys without a gap: --rotate, give the sidecar the new file, restart it, then --drop-old and once more.
With several sidecars, which are restarted one after the other, do the same with --announce before.
Dropping an old key of the tokens ends all tokens that were hashed with it.

The new file says only what this run is told. Give it the options of the file in use once more; if something was written
into that file by hand, such as [syslog], [valkey] or node, replace only its two lines \"keys\" with those of the new file.

Example:
 " . sidecar_config::COMMAND . "
";

[$options, $unknown] = cli_get_params([
    'output' => null, 'host' => null, 'port' => null, 'trusted-proxies' => null, 'state-dir' => null, 'bridge-url' => null,
    'valkey' => null, 'syslog' => null, 'announce' => false, 'rotate' => false, 'drop-old' => false, 'help' => false,
], ['h' => 'help']);
if ($unknown) {
    cli_error(get_string('cliunknowoption', 'admin', implode("\n  ", $unknown)), 2);
}
if ($options['help']) {
    cli_write($help);
    exit(0);
}

try {
    cli_write((new sidecar_command(new sidecar_options(array_diff_key($options, ['help' => 1]), $folder)))->run());
} catch (command_refused $refused) {
    cli_error($refused->getMessage(), $refused->getCode());
} catch (moodle_exception $error) {
    cli_error($error->getMessage(), 1);
}
