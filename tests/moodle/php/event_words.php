<?php
// This file is part of Moodle - http://moodle.org/
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
// along with Moodle.  If not, see <http://www.gnu.org/licenses/>.

/**
 * Says how each event of the plugin reads in each language: php event_words.php DIRROOT LANGUAGES-AS-JSON.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

define('CLI_SCRIPT', true);

// A command of the test harness, run by it alone: there is no person to log in.
require($argv[1] . '/config.php');

$facts = ['recordid' => 'r', 'outcome' => 'denied', 'connectionid' => 41, 'errorcode' => 'a_code', 'tool' => 'a_tool',
    'function' => 'a_function', 'changed' => 'a_client', 'attempts' => 43];
$seal = ['number' => 45, 'rows' => 46, 'chainlength' => 47, 'head' => 'a_head', 'signature' => 'a_signature',
    'keyid' => 'a_key', 'timecreated' => 48];
$said = [];
foreach (array_keys(core_component::get_component_classes_in_namespace('local_mcpgate', 'event')) as $class) {
    if ((new ReflectionClass($class))->isAbstract()) {
        continue;
    }
    $isaudit = is_subclass_of($class, local_mcpgate\event\audit_event::class);
    $other = $isaudit ? $facts + ['argumentkeys' => ['44']] : $seal;
    $event = $class::create(['objectid' => 1, 'userid' => 42, 'other' => $other]);
    $atashell = $class::create(['objectid' => 1, 'userid' => 0, 'other' => $other]);
    $gone = $class::create(['objectid' => 1, 'userid' => 0, 'other' => ['errorcode' => 'gone'] + $other]);
    foreach (json_decode($argv[2], true) as $language) {
        force_current_language($language);
        $said[substr(strrchr($class, '\\'), 1)][$language] = [
            'name' => $class::get_name(),
            'text' => $event->get_description(),
            'atashell' => $atashell->get_description(),
            'gone' => $gone->get_description(),
        ];
    }
}
echo json_encode($said, JSON_THROW_ON_ERROR), "\n";
