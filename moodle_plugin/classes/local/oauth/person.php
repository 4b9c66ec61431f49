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

namespace local_mcpgate\local\oauth;

use local_mcpgate\local\bridge\bridge_exception;
use local_mcpgate\local\site_settings;

/**
 * Whether a person of this site may act through an assistant at all.
 *
 * Moodle's own sign-in checks do not run when a connection is used, so every
 * use of a connection asks again here.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class person {

    /** Lets a person connect an assistant; held anywhere, it is enough. */
    public const CAPABILITY = 'local/mcpgate:connect';

    /**
     * Refuse a person whose account is not in good standing.
     *
     * @param \stdClass $user whole row of the user table
     * @throws bridge_exception with the first code of the protocol that applies
     */
    public static function require_live(\stdClass $user): void {
        global $CFG;

        if (!empty($user->deleted)) {
            throw new bridge_exception('user_deleted', 'This account was deleted.');
        }
        if (empty($user->confirmed)) {
            throw new bridge_exception('user_unconfirmed', 'This account was never confirmed.');
        }
        if (!empty($user->suspended)) {
            throw new bridge_exception('user_suspended', 'This account is suspended.');
        }
        if (isguestuser($user)) {
            throw new bridge_exception('user_guest', 'The guest account cannot be used through an assistant.');
        }
        if ((int) $user->mnethostid !== (int) $CFG->mnet_localhost_id) {
            throw new bridge_exception('user_remote', 'This account belongs to another Moodle site.');
        }
        self::require_working_sign_in($user);
        if (is_siteadmin($user) && !site_settings::current()->allow_site_admins()) {
            throw new bridge_exception('site_admin_refused', 'Site administrators may not connect assistants to this site.');
        }
    }

    /**
     * Tell whether the person holds the capability to connect, anywhere on the site.
     *
     * Teachers hold their role in courses only, so a course is enough.
     *
     * @param int $userid
     * @return bool
     */
    public static function may_connect(int $userid): bool {
        if (has_capability(self::CAPABILITY, \context_system::instance(), $userid)) {
            return true;
        }
        if (self::may_connect_where_assigned($userid)) {
            return true;
        }
        return (bool) get_user_capability_course(self::CAPABILITY, $userid, true, '', '', 1);
    }

    /**
     * Look where the person holds a role: there it is found fast, however many courses there are.
     *
     * @param int $userid
     * @return bool false still leaves capabilities without a role of their own in a course
     */
    private static function may_connect_where_assigned(int $userid): bool {
        global $DB;
        $sql = "SELECT DISTINCT ctx.id
                  FROM {context} ctx
                  JOIN {role_assignments} ra ON ra.contextid = ctx.id
                 WHERE ra.userid = :userid AND ctx.contextlevel IN (:category, :course)";
        $params = ['userid' => $userid, 'category' => CONTEXT_COURSECAT, 'course' => CONTEXT_COURSE];
        foreach ($DB->get_fieldset_sql($sql, $params) as $contextid) {
            if (has_capability(self::CAPABILITY, \context::instance_by_id((int) $contextid), $userid)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Refuse a person who could not sign in any more.
     *
     * @param \stdClass $user whole row of the user table
     * @throws bridge_exception user_auth_disabled or password_expired
     */
    private static function require_working_sign_in(\stdClass $user): void {
        if ($user->auth === 'nologin' || !exists_auth_plugin($user->auth) || !is_enabled_auth($user->auth)) {
            throw new bridge_exception('user_auth_disabled', 'The way this account signs in is switched off.');
        }
        $auth = get_auth_plugin($user->auth);
        if (empty($auth->config->expiration) || (int) $auth->config->expiration !== 1) {
            return;
        }
        if ((int) $auth->password_expire($user->username) < 0) {
            throw new bridge_exception('password_expired', 'The password of this account expired.');
        }
    }
}
