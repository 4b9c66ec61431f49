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
 * Lists the functions of the site with their classes, and gives them others.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

use local_mcpgate\local\cli\command_refused;
use local_mcpgate\local\cli\functions_command;
use local_mcpgate\local\functions\override_refused;
use local_mcpgate\output\class_words;

define('CLI_SCRIPT', true);

require(__DIR__ . '/../../../config.php');
require_once($CFG->libdir . '/clilib.php');

$help = "Lists the functions of this site with their classes, and gives them others.

Options:
 --list               List functions (what happens without other options)
 --class=CLASS        With the list: only those of one class: read, write, destructive, never or hidden
 --overrides          With the list: only those that an admin gave a class
 --json               Print JSON
 --set=NAME           Give the function of exactly this name the class of --class
 --remove=NAME        Let a function have its own class again
 --confirm            Say that you mean it where assistants may do more afterwards
 -h, --help           Print this
";

[$options, $unknown] = cli_get_params([
    'list' => false, 'class' => null, 'overrides' => null, 'json' => false, 'set' => null, 'remove' => null,
    'confirm' => null, 'help' => false,
], ['h' => 'help']);
if ($unknown) {
    cli_error(get_string('cliunknowoption', 'admin', implode("\n  ", $unknown)), 2);
}
if ($options['help']) {
    cli_write($help);
    exit(0);
}

try {
    $asked = array_diff_key($options, ['list' => 1, 'json' => 1, 'help' => 1]);
    cli_write((new functions_command($asked))->run((bool) $options['json']));
} catch (command_refused $refused) {
    cli_error($refused->getMessage(), $refused->getCode());
} catch (override_refused $refusal) {
    cli_error(class_words::refusal($refusal), 1);
}
