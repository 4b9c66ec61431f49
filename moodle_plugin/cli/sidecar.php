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

use local_mcpgate\local\bridge\keyring;
use local_mcpgate\local\private_file;
use local_mcpgate\local\sidecar_config;

define('CLI_SCRIPT', true);

require(__DIR__ . '/../../../config.php');
require_once($CFG->libdir . '/clilib.php');

$help = "Writes the config file of the Moodle MCP sidecar.

Options:
 --output=FILE             Write FILE, readable by its owner alone, instead of printing
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

Example:
 sudo -u www-data php local/mcpgate/cli/sidecar.php --output=/etc/moodle-mcp.toml
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

$ring = static function ($value): ?string {
    $rings = ['bridge' => keyring::BRIDGE, 'tokens' => keyring::TOKENS];
    if ($value !== false && !isset($rings[$value === true ? 'bridge' : $value])) {
        cli_error(get_string('cli_unknownring', 'local_mcpgate', $value), 2);
    }
    return $value === false ? null : $rings[$value === true ? 'bridge' : $value];
};

try {
    $announce = $ring($options['announce']);
    $rotate = $ring($options['rotate']);
    $drop = $ring($options['drop-old']);
    if ($announce !== null) {
        keyring::load($announce)->announce();
    }
    if ($rotate !== null && $rotate === $drop) {
        keyring::renew($rotate);
    } else {
        if ($rotate !== null) {
            keyring::load($rotate)->rotate();
        }
        if ($drop !== null) {
            keyring::load($drop)->drop_old();
        }
    }
    $server = array_filter([
        'host' => $options['host'],
        'port' => $options['port'] === null ? null : (int) $options['port'],
        'trusted_proxies' => $options['trusted-proxies'] === null ? null : explode(',', $options['trusted-proxies']),
        'state_dir' => $options['state-dir'],
    ], static function ($value): bool {
        return $value !== null;
    });
    $toml = sidecar_config::current($server, $options['bridge-url'], $options['valkey'], $options['syslog'])->toml();
    if ($options['output'] === null) {
        cli_write($toml);
    } else {
        private_file::write($options['output'], $toml);
    }
} catch (moodle_exception $error) {
    cli_error($error->getMessage(), 1);
}
