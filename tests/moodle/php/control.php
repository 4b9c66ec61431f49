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
 * Does one thing to the test site as its admin would: php control.php DIRROOT ACTION ARGUMENTS-AS-JSON.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

define('CLI_SCRIPT', true);

// A command of the test harness, run by it alone: there is no person to log in.
require($argv[1] . '/config.php');
require_once(__DIR__ . '/site_control.php');

\core\session\manager::set_user(get_admin());
$control = new mcpgate_site_control();
ob_start();
$answer = $control->run($argv[2], json_decode($argv[3], true, 512, JSON_THROW_ON_ERROR));
ob_end_clean();
echo json_encode($answer, JSON_THROW_ON_ERROR), "\n";
