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

namespace local_mcpgate\local;

/**
 * Lets Moodle 4.1 know its external API by the names it has since 4.2.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class external_api_alias {

    /** Name since Moodle 4.2, under \core_external, to the name before. */
    private const NAMES = [
        'external_api' => 'external_api',
        'external_description' => 'external_description',
        'external_files' => 'external_files',
        'external_format_value' => 'external_format_value',
        'external_function_parameters' => 'external_function_parameters',
        'external_multiple_structure' => 'external_multiple_structure',
        'external_settings' => 'external_settings',
        'external_single_structure' => 'external_single_structure',
        'external_value' => 'external_value',
        'external_warnings' => 'external_warnings',
        'restricted_context_exception' => 'restricted_context_exception',
        'util' => 'external_util',
    ];

    /**
     * Make the names of \core_external usable; does nothing where Moodle has them.
     */
    public static function install(): void {
        global $CFG;
        if (class_exists('\core_external\external_api')) {
            return;
        }
        require_once($CFG->libdir . '/externallib.php');
        foreach (self::NAMES as $name => $before) {
            class_alias($before, 'core_external\\' . $name);
        }
    }
}
