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

namespace local_mcpgate\local\functions;

/**
 * Tells what belongs to standard Moodle from what was added to it.
 *
 * Moodle lets a plugin take over the function of another by rewriting its row in the database.
 * So a function is standard only if its component is, and only while the component itself
 * declares the very code that the row names.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class standard_parts {

    /** @var bool[] Component to whether it is part of standard Moodle. */
    private $standard = [];

    /** @var array[] Component to the functions it declares, by name. */
    private $declared = [];

    /**
     * Tell whether standard Moodle offers a function.
     *
     * @param \stdClass $record row of external_functions
     * @return bool
     */
    public function offer(\stdClass $record): bool {
        if (!$this->is_component($record->component)) {
            return false;
        }
        $declared = $this->declaration($record);
        return $declared !== null
            && $declared['classname'] === $record->classname
            && ($declared['methodname'] ?? 'execute') === $record->methodname
            && ($declared['classpath'] ?? '') === (string) $record->classpath;
    }

    /**
     * Return what the component of a function says it does.
     *
     * @param \stdClass $record row of external_functions
     * @return string "read", "write", or whatever the plugin wrote
     */
    public function type(\stdClass $record): string {
        return (string) ($this->declaration($record)['type'] ?? '');
    }

    /**
     * Tell whether a component is part of standard Moodle.
     *
     * @param string $component
     * @return bool
     */
    private function is_component(string $component): bool {
        if (!isset($this->standard[$component])) {
            [$type, $name] = \core_component::normalize_component($component);
            $standard = $type === 'core' ? [$name] : \core_plugin_manager::standard_plugins_list($type);
            $this->standard[$component] = in_array($name, $standard ?: [], true);
        }
        return $this->standard[$component];
    }

    /**
     * Return how the component of a function declares it.
     *
     * @param \stdClass $record row of external_functions
     * @return array|null null if it does not
     */
    private function declaration(\stdClass $record): ?array {
        if (!isset($this->declared[$record->component])) {
            $this->declared[$record->component] = self::read($record->component);
        }
        return $this->declared[$record->component][$record->name] ?? null;
    }

    /**
     * Read what a component declares.
     *
     * @param string $component
     * @return array[] by name of function
     */
    private static function read(string $component): array {
        global $CFG;
        $functions = [];
        $path = \core_component::get_component_directory($component) . '/db/services.php';
        if (is_file($path)) {
            include($path);
        }
        return $functions;
    }
}
