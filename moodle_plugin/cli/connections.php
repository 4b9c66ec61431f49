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
 * Lists, shows and revokes connections.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

use local_mcpgate\local\oauth\connection_report;
use local_mcpgate\local\oauth\connections;
use local_mcpgate\local\oauth\revocation_reason;

define('CLI_SCRIPT', true);

require(__DIR__ . '/../../../config.php');
require_once($CFG->libdir . '/clilib.php');

$help = "Lists, shows and revokes what people allowed their assistants.

Options:
 --list               List connections (what happens without other options)
 --user=USERNAME      Only those of one person
 --show=ID            Show one connection
 --revoke=ID          Revoke one connection
 --revoke-user=USERNAME  Revoke all connections of one person
 --json               Print JSON
 -h, --help           Print this
";

[$options, $unknown] = cli_get_params([
    'list' => false, 'user' => null, 'show' => null, 'revoke' => null, 'revoke-user' => null, 'json' => false, 'help' => false,
], ['h' => 'help']);
if ($unknown) {
    cli_error(get_string('cliunknowoption', 'admin', implode("\n  ", $unknown)), 2);
}
if ($options['help']) {
    cli_write($help);
    exit(0);
}

$userid = static function (string $username) use ($CFG): int {
    $user = core_user::get_user_by_username($username, 'id', $CFG->mnet_localhost_id);
    return $user ? (int) $user->id : cli_error(get_string('cli_unknownuser', 'local_mcpgate', $username), 1);
};
$find = static function ($id): array {
    $connection = connections::find((int) $id);
    return $connection ? [$connection] : cli_error(get_string('cli_unknownconnection', 'local_mcpgate', $id), 1);
};

if ($options['revoke'] !== null) {
    $chosen = $find($options['revoke']);
    connections::revoke($chosen[0]->id(), null, revocation_reason::ADMIN);
    $chosen = $find($options['revoke']);
} else if ($options['revoke-user'] !== null) {
    $owner = $userid($options['revoke-user']);
    connections::revoke_all($owner, null, revocation_reason::ADMIN);
    $chosen = connections::list($owner);
} else if ($options['show'] !== null) {
    $chosen = $find($options['show']);
} else {
    $chosen = connections::list($options['user'] === null ? null : $userid($options['user']));
}
$report = new connection_report($chosen, time());
cli_write($options['json'] ? $report->json() : $report->text());
