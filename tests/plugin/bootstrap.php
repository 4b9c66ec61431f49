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
 * Loads the plugin's pure classes without Moodle.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

error_reporting(E_ALL);

define('MOODLE_INTERNAL', true);

require_once(__DIR__ . '/fixtures/moodle_exception.php');
require_once(__DIR__ . '/fixtures/moodle_functions.php');

spl_autoload_register(static function (string $class): void {
    $prefix = 'local_mcpgate\\';
    if (strncmp($class, $prefix, strlen($prefix)) !== 0) {
        return;
    }
    $path = str_replace('\\', '/', substr($class, strlen($prefix)));
    foreach ([__DIR__ . '/../../moodle_plugin/classes/', __DIR__ . '/'] as $folder) {
        if (is_file("{$folder}{$path}.php")) {
            require_once("{$folder}{$path}.php");
            return;
        }
    }
});
