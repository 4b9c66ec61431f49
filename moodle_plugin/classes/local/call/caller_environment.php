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

namespace local_mcpgate\local\call;

use core_external\external_api;
use core_external\external_settings;
use local_mcpgate\local\remote_address;

/**
 * Makes Moodle see the client, not the sidecar that carries its call.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class caller_environment {

    /**
     * Take the client's address, and leave nothing of the sidecar's own request.
     *
     * @param string $clientip
     */
    public static function adopt(string $clientip): void {
        remote_address::set($clientip);
        unset($_SERVER['HTTP_REFERER']);
        $_GET = [];
        $_POST = [];
        $_REQUEST = [];
        $_FILES = [];
        $_COOKIE = [];
    }

    /**
     * Set how functions answer, whatever another part of Moodle left behind.
     *
     * Links to files go where a person who is logged in can follow them.
     */
    public static function set_answers(): void {
        external_api::set_context_restriction(\context_system::instance());
        $settings = external_settings::get_instance();
        $settings->set_raw(false);
        $settings->set_filter(false);
        $settings->set_fileurl(true);
        $settings->set_file('pluginfile.php');
        $settings->set_lang('');
        $settings->set_timezone('');
    }

    /**
     * Tell whether the site's own address lists keep a client out, as Moodle decides it for a browser.
     *
     * Who is on its list of allowed addresses comes in; where there is such a list, nobody else does. With
     * allowbeforeblock, the list of blocked ones holds for them, too.
     *
     * @return bool
     */
    public static function is_blocked(): bool {
        global $CFG;
        $allowed = !empty($CFG->allowedip) && remoteip_in_list($CFG->allowedip);
        $blocked = !empty($CFG->blockedip) && remoteip_in_list($CFG->blockedip);
        if (!empty($CFG->allowbeforeblock)) {
            return $blocked || (!empty($CFG->allowedip) && !$allowed);
        }
        return empty($CFG->allowedip) ? $blocked : !$allowed;
    }
}
