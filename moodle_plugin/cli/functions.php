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

use local_mcpgate\local\functions\admin_list;
use local_mcpgate\local\functions\class_change;
use local_mcpgate\local\functions\function_class;
use local_mcpgate\local\functions\function_report;
use local_mcpgate\local\functions\override_refused;
use local_mcpgate\local\functions\overrides;
use local_mcpgate\local\functions\site_functions;
use local_mcpgate\output\class_words;

define('CLI_SCRIPT', true);

require(__DIR__ . '/../../../config.php');
require_once($CFG->libdir . '/clilib.php');

$help = "Lists the functions of this site with their classes, and gives them others.

Options:
 --list               List functions (what happens without other options)
 --class=CLASS        Only those of one class: read, write, destructive, never or hidden
 --overrides          Only those that an admin gave a class
 --json               Print JSON
 --set=NAME           Give the function of exactly this name the class of --class
 --remove=NAME        Let a function have its own class again
 --confirm            Say that you mean it where assistants may do more afterwards
 -h, --help           Print this
";

[$options, $unknown] = cli_get_params([
    'list' => false, 'class' => null, 'overrides' => false, 'json' => false, 'set' => null, 'remove' => null,
    'confirm' => false, 'help' => false,
], ['h' => 'help']);
if ($unknown) {
    cli_error(get_string('cliunknowoption', 'admin', implode("\n  ", $unknown)), 2);
}
if ($options['help']) {
    cli_write($help);
    exit(0);
}

$class = $options['class'];
$overrides = new overrides(null, null);
try {
    if ($options['set'] !== null) {
        $change = $overrides->set((string) $options['set'], (string) $class, (bool) $options['confirm']);
    } else if ($options['remove'] !== null) {
        $change = $overrides->remove((string) $options['remove'], (bool) $options['confirm']);
    } else {
        $change = null;
    }
} catch (override_refused $refusal) {
    cli_error(class_words::refusal($refusal), 1);
}
if ($change !== null) {
    cli_writeln("{$change->name()}: {$change->from()} -> {$change->to()}");
    exit(0);
}

if ($class !== null && !in_array($class, array_merge(function_class::ALL, [class_change::HIDDEN]), true)) {
    cli_error(get_string(override_refused::BAD_CLASS, 'local_mcpgate'), 1);
}
$report = new function_report(site_functions::current()->all(), admin_list::current());
if ($class !== null) {
    $report->keep_class($class);
}
if ($options['overrides']) {
    $report->keep_overrides();
}
cli_write($options['json'] ? $report->json() : $report->text());
