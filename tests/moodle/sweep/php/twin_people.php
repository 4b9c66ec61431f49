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
 * The people of the twin courses.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

/**
 * Makes those who are in both courses, and opens the site to what they do.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class mcpgate_twin_people {
    /** @var array<string, array{string, string}> First and last name by username. */
    private const NAMES = [
        'twin.teacher' => ['Tessa', 'Teacher'],
        'twin.student' => ['Stan', 'Student'],
        'twin.manager' => ['Mara', 'Manager'],
        'twin.peer' => ['Pia', 'Peer'],
    ];

    /** @var array<string, stdClass> Accounts by username. */
    private $accounts = [];

    /**
     * Creates the accounts; all may connect, and one manages the site.
     */
    public function create(): void {
        global $DB;
        $system = context_system::instance();
        $connect = $DB->get_field('role', 'id', ['shortname' => 'mcpuser'], MUST_EXIST);
        foreach (self::NAMES as $username => [$firstname, $lastname]) {
            $account = (new testing_data_generator())->create_user([
                'username' => $username, 'password' => mcpgate_seed_people::PASSWORD, 'firstname' => $firstname,
                'lastname' => $lastname, 'email' => "{$username}@campus.example", 'idnumber' => $username,
            ]);
            context_user::instance($account->id);
            role_assign($connect, $account->id, $system->id);
            $this->accounts[$username] = $account;
        }
        $manager = $DB->get_field('role', 'id', ['shortname' => 'manager'], MUST_EXIST);
        role_assign($manager, $this->accounts['twin.manager']->id, $system->id);
    }

    /**
     * Switches on what a fresh site leaves off, and keeps it from asking other machines.
     */
    public function open_site(): void {
        set_config('useblogassociations', 1);
        set_config('enableblogs', 1);
        set_config('enableglobalsearch', 1);
        set_config('searchengine', 'simpledb');
        set_config('server_url', 'http://127.0.0.1:9/', 'mod_bigbluebuttonbn');
        \core\plugininfo\mod::enable_plugin('bigbluebuttonbn', 1);
        \core\plugininfo\mod::enable_plugin('chat', 1);
        \core\plugininfo\mod::enable_plugin('survey', 1);
    }

    /**
     * Forgets what building left to be done.
     */
    public function settle(): void {
        global $DB;
        $DB->delete_records('logstore_standard_log');
        $DB->delete_records('task_adhoc');
        $DB->delete_records('user_private_key');
        $DB->delete_records('notifications', ['component' => 'moodle', 'eventtype' => 'newlogin']);
    }

    /**
     * Returns the accounts.
     *
     * @return array<string, stdClass> by username
     */
    public function accounts(): array {
        return $this->accounts;
    }

    /**
     * Returns the ids of the accounts.
     *
     * @return array<string, int> by username
     */
    public function ids(): array {
        return array_map(static function (stdClass $account): int {
            return (int) $account->id;
        }, $this->accounts);
    }
}
