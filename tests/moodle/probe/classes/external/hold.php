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
 * Acts, leaves a trace, and waits as long as somebody else holds the lock.
 *
 * @package    local_mcpprobe
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_mcpprobe\external;

defined('MOODLE_INTERNAL') || die();

global $CFG;
require_once($CFG->libdir . '/externallib.php');

/**
 * Acts, leaves a trace, and waits as long as somebody else holds the lock.
 *
 * @package    local_mcpprobe
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class hold extends \external_api {
    /**
     * Describes the arguments.
     *
     * @return \external_function_parameters
     */
    public static function execute_parameters(): \external_function_parameters {
        return new \external_function_parameters(['trace' => new \external_value(PARAM_ALPHANUMEXT, 'What to leave')]);
    }

    /**
     * Misbehaves.
     *
     * @param string $trace what to leave
     * @return array
     */
    public static function execute(string $trace): array {
        global $DB;
        $DB->insert_record('config_plugins', ['plugin' => 'local_mcpprobe', 'name' => $trace, 'value' => 'acted']);
        $DB->get_field_sql("SELECT GET_LOCK('local_mcpprobe', 60)");
        $DB->get_field_sql("SELECT RELEASE_LOCK('local_mcpprobe')");
        return ['done' => true];
    }

    /**
     * Describes the result.
     *
     * @return \external_single_structure
     */
    public static function execute_returns(): \external_single_structure {
        return new \external_single_structure(['done' => new \external_value(PARAM_BOOL, 'Always true')]);
    }
}
