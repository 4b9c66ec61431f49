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

use local_mcpgate\local\bridge\bridge_exception;
use local_mcpgate\local\oauth\person;

/**
 * Lets the person of a connection in, the way Moodle would at its own door.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class person_gate {

    /** Error codes of require_login() and what they mean here. */
    private const FORMALITIES = [
        'forcepasswordchangenotice' => ['password_change_required', 'This account has to change its password in Moodle first.'],
        'nopasswordchangeforced' => ['password_change_required', 'This account has to change its password first.'],
        'sitepolicynotagreed' => ['policy_not_agreed', 'The policies of this site have to be agreed to in Moodle first.'],
        'usernotfullysetup' => ['profile_incomplete', 'The profile of this account has to be completed in Moodle first.'],
    ];

    /**
     * Load the person and check that the account is in good standing.
     *
     * @param int $userid
     * @return \stdClass row of the user table
     * @throws bridge_exception a code of the person's state, or site_maintenance
     */
    public static function admit(int $userid): \stdClass {
        global $CFG, $DB;
        $user = $DB->get_record('user', ['id' => $userid]);
        if (!$user) {
            throw new bridge_exception('user_deleted', 'This account was deleted.');
        }
        person::require_live($user);
        $maypass = ['moodle/site:maintenanceaccess', \context_system::instance(), $user];
        if (!empty($CFG->maintenance_enabled) && !has_capability(...$maypass)) {
            throw new bridge_exception('site_maintenance', 'This site is under maintenance.');
        }
        return $user;
    }

    /**
     * Become the person for the rest of the request.
     *
     * @param \stdClass $user row of the user table
     */
    public static function sign_in(\stdClass $user): void {
        enrol_check_plugins($user, false);
        \core\session\manager::set_user($user);
        set_login_session_preferences();
        caller_environment::set_answers();
    }

    /**
     * Check what Moodle asks of a person who is signed in, and the capability to connect.
     *
     * @param int $userid
     * @throws bridge_exception password_change_required, policy_not_agreed, profile_incomplete, login_refused or
     *         capability_missing
     */
    public static function require_welcome(int $userid): void {
        if (caller_environment::is_blocked()) {
            throw new bridge_exception('login_refused', 'This site does not accept requests from your address.');
        }
        try {
            require_login(null, false, null, false, true);
        } catch (\Throwable $error) {
            throw self::refusal($error);
        }
        if (!person::may_connect($userid)) {
            throw new bridge_exception('capability_missing', 'This account may not connect assistants to this site.');
        }
    }

    /**
     * Translate what require_login() refused with.
     *
     * @param \Throwable $error
     * @return bridge_exception
     */
    private static function refusal(\Throwable $error): bridge_exception {
        $errorcode = $error instanceof \moodle_exception ? $error->errorcode : '';
        $known = self::FORMALITIES[$errorcode] ?? ['login_refused', 'Moodle did not let this account in.'];
        return new bridge_exception($known[0], $known[1]);
    }
}
