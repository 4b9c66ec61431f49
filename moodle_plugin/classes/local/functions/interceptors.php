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
 * Finds the plugins that may answer calls of any function in its place.
 *
 * Moodle asks every plugin with the callback "override_webservice_execution" before it runs a
 * function. Which functions such a plugin changes cannot be known from outside, so the classes
 * say what Moodle's own code does, and the admin is told.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class interceptors {

    /**
     * Return their components.
     *
     * @return string[] sorted
     */
    public static function components(): array {
        $components = [];
        foreach (get_plugins_with_function('override_webservice_execution') as $type => $plugins) {
            foreach (array_keys($plugins) as $plugin) {
                $components[] = "{$type}_{$plugin}";
            }
        }
        sort($components, SORT_STRING);
        return $components;
    }
}
