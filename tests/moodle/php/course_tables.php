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
 * Holds what the plugin says about functions and courses against this site: php course_tables.php DIRROOT.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

define('CLI_SCRIPT', true);

// A command of the test harness, run by it alone: there is no person to log in.
require($argv[1] . '/config.php');

use local_mcpgate\local\external_api_alias;
use local_mcpgate\local\functions\function_class;
use local_mcpgate\local\functions\function_directory;
use local_mcpgate\local\functions\known_function;
use local_mcpgate\local\functions\standard_table;
use local_mcpgate\local\policy\argument_leaf;
use local_mcpgate\local\policy\argument_leaves;
use local_mcpgate\local\policy\course_rule;
use local_mcpgate\local\policy\course_rules;
use local_mcpgate\local\policy\course_way;

/**
 * Returns a place for every single value a description may hold.
 *
 * @param object $description
 * @param string $path
 * @return argument_leaf[]
 */
function places(object $description, string $path = ''): array {
    if (isset($description->content)) {
        return places($description->content, "{$path}[]");
    }
    if (!isset($description->keys)) {
        return [new argument_leaf($path, 1, (string) $description->type, [])];
    }
    $places = [];
    foreach ($description->keys as $name => $member) {
        $places = array_merge($places, places($member, $path === '' ? (string) $name : "{$path}.{$name}"));
    }
    return $places;
}

/**
 * Returns the arguments that may be an id and of which nothing is said.
 *
 * @param known_function $function
 * @param course_rule $rule
 * @return string[]
 */
function undecided(known_function $function, course_rule $rule): array {
    $undecided = array_filter(places($function->parameters()), static function (argument_leaf $place) use ($rule): bool {
        $said = $rule->meaning($place) !== null || $rule->depends($place) || isset($rule->fixed()[$place->path()]);
        return $place->may_be_id() && !$said;
    });
    return array_values(array_map(static function (argument_leaf $place): string {
        return $place->path();
    }, $undecided));
}

/**
 * Returns the arguments a rule names and the function does not have.
 *
 * @param known_function $function
 * @param array $rule as it is written down
 * @return string[]
 */
function stale_arguments(known_function $function, array $rule): array {
    $named = array_keys(($rule['args'] ?? []) + ($rule['only'] ?? []) + ($rule['set'] ?? []));
    return array_values(array_filter($named, static function (string $path) use ($function): bool {
        return !argument_leaves::has_place($function->parameters(), $path);
    }));
}

/**
 * Returns what a rule fills or cuts and the function does not have.
 *
 * @param known_function $function
 * @param course_rule $rule
 * @return string[]
 */
function misplaced(known_function $function, course_rule $rule): array {
    $asked = array_filter([$rule->fill() === null ? null : "{$rule->fill()}[]", $rule->one()]);
    $answered = array_merge($rule->blank(), array_keys($rule->count()), array_values($rule->count()));
    foreach ($rule->keep() as $list => $locator) {
        $answered[] = "{$list}." . strtok($locator, ':');
    }
    foreach ($rule->omit() as $list => [$field]) {
        $answered[] = "{$list}.{$field}";
    }
    $misplaced = [];
    foreach ([[$function->parameters(), $asked], [$function->returns(), $answered]] as [$description, $paths]) {
        foreach ($paths as $path) {
            if (!argument_leaves::has_place($description, $path)) {
                $misplaced[] = $path;
            }
        }
    }
    return $misplaced;
}

/**
 * Returns the tables and columns that a way needs and the site does not have.
 *
 * @param string $name
 * @return string[] a table as a whole, or "table.column"
 */
function missing(string $name): array {
    global $DB;
    $missing = [];
    foreach (course_way::named($name)->columns() as $table => $columns) {
        $there = array_keys($DB->get_columns($table));
        foreach ($there ? array_diff($columns, $there) : [] as $column) {
            $missing[] = "{$table}.{$column}";
        }
        if (!$there) {
            $missing[] = $table;
        }
    }
    return $missing;
}

external_api_alias::install();
$folder = $CFG->dirroot . '/local/mcpgate/classes/local/policy/course_tables';
$directory = function_directory::of_site();
$report = ['functions' => [], 'undecided' => [], 'misplaced' => [], 'stale' => [], 'unruled' => [], 'missing' => []];
$written = array_merge(...array_map(static function (string $file): array {
    return include($file);
}, glob("{$folder}/rules_*.php")));
$refused = array_merge(...array_values(include("{$folder}/unsupported.php")));
$standard = standard_table::rows();
foreach ($directory->shown() as $record) {
    if (!isset($standard[$record->name])) {
        continue;
    }
    $function = $directory->load($record);
    $name = $function->name();
    if ($function->function_class() === function_class::NEVER) {
        continue;
    }
    $report['functions'][$name] = ['class' => $function->function_class(), 'usable' => course_rules::usable($name)];
    if (course_rules::usable($name)) {
        $rule = course_rules::of($name);
        $report['undecided'][$name] = undecided($function, $rule);
        $report['misplaced'][$name] = misplaced($function, $rule);
        $report['stale'][$name] = stale_arguments($function, $written[$name]);
    } else if (!in_array($name, $refused, true)) {
        $report['unruled'][] = $name;
    }
}
foreach (array_keys(include("{$folder}/ways.php")) as $way) {
    $report['missing'][$way] = missing($way);
}
foreach (['undecided', 'misplaced', 'stale', 'missing'] as $list) {
    $report[$list] = (object) array_filter($report[$list]);
}
echo json_encode($report, JSON_THROW_ON_ERROR), "\n";
