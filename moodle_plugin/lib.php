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
 * Callbacks that Moodle finds by their names.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

/**
 * Let the course guard see which course a running call entered.
 *
 * Its class is loaded only while the bridge runs a function; every other page passes by.
 *
 * @param stdClass|int|string|null $courseorid as given to require_login()
 */
function local_mcpgate_after_require_login($courseorid) {
    if (class_exists(\local_mcpgate\local\policy\course_guard::class, false)) {
        \local_mcpgate\local\policy\course_guard::after_require_login($courseorid);
    }
}

/**
 * Link a person's own preferences to their connections, once there are any.
 *
 * @param navigation_node $navigation
 * @param stdClass $user whose preferences these are
 */
function local_mcpgate_extend_navigation_user_settings($navigation, $user) {
    global $DB, $USER;

    $isown = (int) $user->id === (int) $USER->id;
    if ($isown && $DB->record_exists('local_mcpgate_connection', ['userid' => $user->id])) {
        $url = new moodle_url('/local/mcpgate/connections.php');
        $title = get_string('connections', 'local_mcpgate');
        $navigation->add($title, $url, navigation_node::TYPE_SETTING, null, 'local_mcpgate_connections');
    }
}

/**
 * Show on the page of the site's status whether the record is as it was sealed.
 *
 * @return \core\check\check[]
 */
function local_mcpgate_status_checks(): array {
    return [new \local_mcpgate\check\sealed_record()];
}

/**
 * Show the same in the security report.
 *
 * @return \core\check\check[]
 */
function local_mcpgate_security_checks(): array {
    return [new \local_mcpgate\check\sealed_record()];
}
