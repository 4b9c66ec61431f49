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
 * Asks Moodle's privacy subsystem about people, and has it export or erase them: php privacy.php DIRROOT ACTION ARGUMENTS-AS-JSON.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

define('CLI_SCRIPT', true);

// A command of the test harness, run by it alone: there is no person to log in.
require($argv[1] . '/config.php');

use core_privacy\local\request\approved_contextlist;
use core_privacy\local\request\approved_userlist;
use core_privacy\local\request\contextlist_collection;
use core_privacy\local\request\userlist;
use local_mcpgate\privacy\provider;

const COMPONENT = 'local_mcpgate';

\core\session\manager::set_user(get_admin());
$arguments = json_decode($argv[3], true, 512, JSON_THROW_ON_ERROR);
$userid = $arguments['userid'];
$user = core_user::get_user($userid, '*', MUST_EXIST);
$context = context_user::instance($userid);
$approved = new approved_contextlist($user, COMPONENT, [$context->id]);

switch ($argv[2]) {
    case 'contexts':
        $answer = array_map('intval', provider::get_contexts_for_userid($userid)->get_contextids());
        $answer = array_map(static function (int $id): array {
            $context = context::instance_by_id($id);
            return [$context->contextlevel, (int) $context->instanceid];
        }, $answer);
        break;
    case 'users':
        $list = new userlist($arguments['system'] ? context_system::instance() : $context, COMPONENT);
        provider::get_users_in_context($list);
        $answer = array_map('intval', $list->get_userids());
        break;
    case 'export':
        $contextlists = new contextlist_collection($userid);
        $contextlists->add_contextlist($approved);
        $answer = copy((new \core_privacy\manager())->export_user_data($contextlists), $arguments['file']);
        break;
    case 'delete':
        provider::delete_data_for_user($approved);
        $answer = true;
        break;
    case 'delete_chosen':
        provider::delete_data_for_users(new approved_userlist($context, COMPONENT, $arguments['userids']));
        $answer = true;
        break;
    case 'delete_context':
        provider::delete_data_for_all_users_in_context($arguments['system'] ? context_system::instance() : $context);
        $answer = true;
        break;
    case 'delete_everywhere':
        $manager = new \core_privacy\manager();
        $found = $manager->get_contexts_for_userid($userid);
        $contextlists = new contextlist_collection($userid);
        foreach ($found as $list) {
            $ids = $list->get_contextids();
            if ($ids) {
                $contextlists->add_contextlist(new approved_contextlist($user, $list->get_component(), $ids));
            }
        }
        $manager->delete_data_for_user($contextlists);
        $answer = true;
        break;
    default:
        throw new coding_exception($argv[2]);
}
echo "\n", json_encode($answer, JSON_THROW_ON_ERROR);
