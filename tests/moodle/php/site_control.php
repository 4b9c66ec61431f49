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
 * What tests change on a running site.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

/**
 * Changes people, roles and settings through the calls Moodle's own admin pages make.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class mcpgate_site_control {
    /** @var string What lets a person connect an assistant. */
    private const CAPABILITY = 'local/mcpgate:connect';

    /** @var string[] What run() may be asked. */
    private const ACTIONS = [
        'let_people_connect', 'list_functions', 'grant', 'withdraw', 'permit', 'settings', 'update_person', 'delete_person',
        'change_password', 'force_password_change', 'expire_password', 'require_policy', 'capabilities',
    ];

    /**
     * Runs one action.
     *
     * @param string $action
     * @param array $arguments the action's own
     * @return mixed what the action reports
     */
    public function run(string $action, array $arguments) {
        if (!in_array($action, self::ACTIONS, true)) {
            throw new coding_exception("unknown action $action");
        }
        return $this->$action($arguments);
    }

    /**
     * Gives the capability to the role the seed hung on people, and prohibits it in the other.
     *
     * @param array $arguments none
     * @return null
     */
    private function let_people_connect(array $arguments) {
        $system = context_system::instance();
        assign_capability(self::CAPABILITY, CAP_ALLOW, $this->roleid('mcpuser'), $system, true);
        assign_capability(self::CAPABILITY, CAP_PROHIBIT, $this->roleid('mcpbarred'), $system, true);
        return null;
    }

    /**
     * Lists all functions of a plugin as such that only read.
     *
     * @param array $arguments component
     * @return null
     */
    private function list_functions(array $arguments) {
        global $DB, $USER;
        $names = $DB->get_fieldset_select('external_functions', 'name', 'component = ?', [$arguments['component']]);
        $listed = $DB->get_fieldset_select('local_mcpgate_function', 'name', '1 = 1');
        foreach (array_diff($names, $listed) as $name) {
            $DB->insert_record('local_mcpgate_function', (object) ['name' => $name, 'class' => 'read',
                'usermodified' => $USER->id, 'timecreated' => time(), 'timemodified' => time()]);
        }
        return null;
    }

    /**
     * Lets a person connect.
     *
     * @param array $arguments username
     * @return null
     */
    private function grant(array $arguments) {
        $system = context_system::instance();
        $userid = $this->userid($arguments);
        role_assign($this->roleid('mcpuser'), $userid, $system->id);
        role_unassign($this->roleid('mcpbarred'), $userid, $system->id);
        return null;
    }

    /**
     * Bars a person, whatever other roles say.
     *
     * @param array $arguments username
     * @return null
     */
    private function withdraw(array $arguments) {
        role_assign($this->roleid('mcpbarred'), $this->userid($arguments), context_system::instance()->id);
        return null;
    }

    /**
     * Gives a role a capability in the whole site, or takes it back.
     *
     * @param array $arguments role, capability and permitted
     * @return null
     */
    private function permit(array $arguments) {
        $permission = $arguments['permitted'] ? CAP_ALLOW : CAP_INHERIT;
        $system = context_system::instance();
        assign_capability($arguments['capability'], $permission, $this->roleid($arguments['role']), $system, true);
        return null;
    }

    /**
     * Saves settings as the admin's settings form does, callbacks included.
     *
     * @param array $arguments values by the form's field name, such as s_local_mcpgate_sitemode
     * @return array errors by field name
     */
    private function settings(array $arguments): array {
        global $CFG;
        require_once($CFG->libdir . '/adminlib.php');
        $root = admin_get_root(true, true);
        $unknown = array_diff_key($arguments, admin_find_write_settings($root, $arguments));
        if ($unknown) {
            throw new coding_exception('no such setting: ' . implode(', ', array_keys($unknown)));
        }
        admin_write_settings((object) $arguments);
        $errors = [];
        foreach (admin_get_root(false, false)->errors as $name => $error) {
            $errors[$name] = $error->error;
        }
        return $errors;
    }

    /**
     * Changes fields of an account.
     *
     * @param array $arguments username and fields
     * @return null
     */
    private function update_person(array $arguments) {
        global $CFG;
        require_once($CFG->dirroot . '/user/lib.php');
        user_update_user((object) (['id' => $this->userid($arguments)] + $arguments['fields']), false);
        return null;
    }

    /**
     * Deletes an account for good.
     *
     * @param array $arguments username
     * @return null
     */
    private function delete_person(array $arguments) {
        global $DB;
        delete_user($DB->get_record('user', ['id' => $this->userid($arguments)], '*', MUST_EXIST));
        return null;
    }

    /**
     * Gives a person another password.
     *
     * @param array $arguments username, password, and ends_tokens: whether the site wants that to end tokens
     * @return null
     */
    private function change_password(array $arguments) {
        global $CFG, $DB;
        $CFG->passwordchangetokendeletion = $arguments['ends_tokens'] ? 1 : 0;
        $user = $DB->get_record('user', ['id' => $this->userid($arguments)], '*', MUST_EXIST);
        update_internal_user_password($user, $arguments['password']);
        return null;
    }

    /**
     * Makes a person change the password at the next page, or not.
     *
     * @param array $arguments username and forced
     * @return null
     */
    private function force_password_change(array $arguments) {
        set_user_preference('auth_forcepasswordchange', $arguments['forced'] ? 1 : null, $this->userid($arguments));
        return null;
    }

    /**
     * Lets the password of a person be too old, or not.
     *
     * @param array $arguments username and expired
     * @return null
     */
    private function expire_password(array $arguments) {
        set_config('expiration', $arguments['expired'] ? 1 : 0, 'auth_manual');
        set_config('expirationtime', 30, 'auth_manual');
        $changed = $arguments['expired'] ? time() - 60 * DAYSECS : time();
        set_user_preference('auth_manual_passwordupdatetime', $changed, $this->userid($arguments));
        return null;
    }

    /**
     * Makes everybody agree to a site policy first, or not.
     *
     * @param array $arguments required
     * @return null
     */
    private function require_policy(array $arguments) {
        set_config('sitepolicy', $arguments['required'] ? 'https://campus.example/policy' : '');
        return null;
    }

    /**
     * Tells which roles have the capability.
     *
     * @param array $arguments none
     * @return string[] short names of roles
     */
    private function capabilities(array $arguments): array {
        $roles = get_roles_with_capability(self::CAPABILITY, CAP_ALLOW, context_system::instance());
        return array_values(array_column($roles, 'shortname'));
    }

    /**
     * Finds a role.
     *
     * @param string $shortname
     * @return int
     */
    private function roleid(string $shortname): int {
        global $DB;
        return (int) $DB->get_field('role', 'id', ['shortname' => $shortname], MUST_EXIST);
    }

    /**
     * Finds an account.
     *
     * @param array $arguments with username
     * @return int
     */
    private function userid(array $arguments): int {
        global $DB;
        return (int) $DB->get_field('user', 'id', ['username' => $arguments['username']], MUST_EXIST);
    }
}
