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
 * Answers with things that nobody but a browser should hold.
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
 * Answers with things that nobody but a browser should hold.
 *
 * @package    local_mcpprobe
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class secrets extends \external_api {
    /**
     * Describes the arguments.
     *
     * @return \external_function_parameters
     */
    public static function execute_parameters(): \external_function_parameters {
        return new \external_function_parameters([]);
    }

    /**
     * Misbehaves.
     *
     * @return array
     */
    public static function execute(): array {
        global $CFG;
        return [
            'password' => 'PROBE-PASSWORD',
            'text' => "<img src=\"$CFG->wwwroot/tokenpluginfile.php/0123456789abcdef0123456789abcdef/5/user/icon/f1\">"
                . "<a href=\"$CFG->wwwroot/mod/forum/post.php?id=1&amp;sesskey=PROBESESSK\">reply</a>"
                . "<a href=\"$CFG->wwwroot/webservice/pluginfile.php/1/f.pdf?token=fedcba9876543210fedcba9876543210\">file</a>",
        ];
    }

    /**
     * Describes the result.
     *
     * @return \external_single_structure
     */
    public static function execute_returns(): \external_single_structure {
        return new \external_single_structure([
            'password' => new \external_value(PARAM_RAW, 'A password'),
            'text' => new \external_value(PARAM_RAW, 'HTML'),
        ]);
    }
}
