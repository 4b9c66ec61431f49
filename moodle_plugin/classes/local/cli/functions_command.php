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

declare(strict_types=1);

namespace local_mcpgate\local\cli;

use local_mcpgate\local\functions\admin_list;
use local_mcpgate\local\functions\class_change;
use local_mcpgate\local\functions\function_class;
use local_mcpgate\local\functions\function_report;
use local_mcpgate\local\functions\override_refused;
use local_mcpgate\local\functions\overrides;
use local_mcpgate\local\functions\site_functions;

/**
 * What an administrator does to the classes of functions at a shell.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class functions_command {

    /** What can be done, and the options that go with it. */
    private const ACTIONS = ['set' => ['class', 'confirm'], 'remove' => ['confirm']];

    /** @var string[] Options that go with listing. */
    private const LISTING = ['class', 'overrides'];

    /** @var array Values by option. */
    private $given;

    /**
     * Take what was given.
     *
     * @param array $options as Moodle reads them, null for those not given
     */
    public function __construct(array $options) {
        $this->given = array_filter($options, static function ($value): bool {
            return $value !== null;
        });
    }

    /**
     * Carry the command out.
     *
     * @param bool $json whether a list is printed for programs
     * @return string what to print
     * @throws command_refused
     * @throws override_refused
     */
    public function run(bool $json): string {
        $action = chosen_action::of(array_keys($this->given), self::ACTIONS, self::LISTING);
        if ($action === null) {
            $report = $this->report();
            return $json ? $report->json() : $report->text();
        }
        $change = $this->change($action, valued_option::read($this->given, $action));
        return "{$change->name()}: {$change->from()} -> {$change->to()}\n";
    }

    /**
     * Give a function a class, or its own again.
     *
     * @param string $action
     * @param string $name of the function
     * @return class_change
     */
    private function change(string $action, string $name): class_change {
        $confirmed = switch_option::read($this->given, 'confirm');
        $overrides = new overrides(null, null);
        return $action === 'set'
            ? $overrides->set($name, valued_option::read($this->given, 'class'), $confirmed)
            : $overrides->remove($name, $confirmed);
    }

    /**
     * List functions.
     *
     * @return function_report
     */
    private function report(): function_report {
        $class = isset($this->given['class']) ? $this->listed_class() : null;
        $overridesonly = switch_option::read($this->given, 'overrides');
        $report = new function_report(site_functions::current()->all(), admin_list::current());
        if ($class !== null) {
            $report->keep_class($class);
        }
        if ($overridesonly) {
            $report->keep_overrides();
        }
        return $report;
    }

    /**
     * Read the class of which functions are listed.
     *
     * @return string
     * @throws command_refused
     */
    private function listed_class(): string {
        $classes = array_merge(function_class::ALL, [class_change::HIDDEN]);
        $class = valued_option::read($this->given, 'class');
        if (!in_array($class, $classes, true)) {
            throw command_refused::options(['class' => get_string('cli_badformat', 'local_mcpgate', implode(', ', $classes))]);
        }
        return $class;
    }
}
