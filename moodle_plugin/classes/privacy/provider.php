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

namespace local_mcpgate\privacy;

use core_privacy\local\metadata\collection;
use core_privacy\local\request\approved_contextlist;
use core_privacy\local\request\approved_userlist;
use core_privacy\local\request\contextlist;
use core_privacy\local\request\userlist;
use local_mcpgate\local\privacy\person_eraser;
use local_mcpgate\local\privacy\person_export;
use local_mcpgate\local\privacy\person_rows;

/**
 * What is kept of people, and how they get or lose it.
 *
 * All of it belongs to the person's own context.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class provider implements
    \core_privacy\local\metadata\provider,
    \core_privacy\local\request\core_userlist_provider,
    \core_privacy\local\request\plugin\provider {

    /** @var string[][] Columns that are about a person, by table. */
    private const TABLES = [
        'connection' => ['userid', 'scopes', 'functionpatterns', 'courses', 'addresses', 'ratelimit', 'callquota', 'bytequota',
            'approvewrites', 'timecreated', 'timeexpires', 'timelastused', 'lastip', 'timerevoked', 'revokedby', 'revokereason'],
        'request' => ['userid', 'clientip', 'scopes', 'status', 'timecreated', 'timeexpires'],
        'token' => ['tokenhash', 'scopes', 'timecreated', 'timeexpires'],
        'approval' => ['userid', 'functionname', 'argumentdigest', 'status', 'decidedby', 'timecreated'],
        'function' => ['usermodified', 'timemodified'],
        'audit' => ['userid', 'connectionid', 'client', 'tool', 'functionname', 'scopes', 'outcome', 'errorcode', 'argumentkeys',
            'courseid', 'clientip', 'useragent', 'durationms', 'resultbytes', 'timecreated'],
        'client' => ['name', 'redirecturis'],
        'delivery' => ['facts'],
    ];

    /**
     * Describe what is kept, and what leaves the site.
     *
     * @param collection $collection
     * @return collection
     */
    public static function get_metadata(collection $collection): collection {
        foreach (self::TABLES as $table => $columns) {
            $summary = "privacy:metadata:table:{$table}";
            $collection->add_database_table("local_mcpgate_{$table}", self::meanings($columns), $summary);
        }
        $collection->add_external_location_link(
            'aiclient',
            ['results' => 'privacy:metadata:aiclient:results', 'userid' => 'privacy:metadata:aiclient:userid'],
            'privacy:metadata:aiclient'
        );
        $collection->add_external_location_link(
            'webhook',
            ['recordid' => 'privacy:metadata:webhook:recordid', 'connectionid' => 'privacy:metadata:webhook:connectionid'],
            'privacy:metadata:webhook'
        );
        $collection->add_external_location_link(
            'syslog',
            self::meanings(['userid', 'clientip', 'client', 'useragent', 'functionname', 'outcome', 'timecreated']),
            'privacy:metadata:syslog'
        );
        $collection->add_plugintype_link('logstore', [], 'privacy:metadata:logstore');
        return $collection;
    }

    /**
     * Return the contexts that hold something about a person.
     *
     * @param int $userid
     * @return contextlist
     */
    public static function get_contexts_for_userid(int $userid): contextlist {
        $contexts = new contextlist();
        if (person_rows::exist($userid)) {
            $contexts->add_user_context($userid);
        }
        return $contexts;
    }

    /**
     * Add the person a context holds something about.
     *
     * @param userlist $userlist
     */
    public static function get_users_in_context(userlist $userlist) {
        $context = $userlist->get_context();
        if ($context instanceof \context_user && person_rows::exist((int) $context->instanceid)) {
            $userlist->add_user((int) $context->instanceid);
        }
    }

    /**
     * Export what is kept of a person.
     *
     * @param approved_contextlist $contextlist
     */
    public static function export_user_data(approved_contextlist $contextlist) {
        foreach ($contextlist->get_contexts() as $context) {
            if (self::is_own($context, (int) $contextlist->get_user()->id)) {
                person_export::write($context);
            }
        }
    }

    /**
     * Erase everybody a context holds something about.
     *
     * @param \context $context
     */
    public static function delete_data_for_all_users_in_context(\context $context) {
        if ($context instanceof \context_user) {
            person_eraser::erase((int) $context->instanceid);
        }
    }

    /**
     * Erase a person.
     *
     * @param approved_contextlist $contextlist
     */
    public static function delete_data_for_user(approved_contextlist $contextlist) {
        foreach ($contextlist->get_contexts() as $context) {
            if (self::is_own($context, (int) $contextlist->get_user()->id)) {
                person_eraser::erase((int) $context->instanceid);
            }
        }
    }

    /**
     * Erase chosen people of a context.
     *
     * @param approved_userlist $userlist
     */
    public static function delete_data_for_users(approved_userlist $userlist) {
        foreach ($userlist->get_userids() as $userid) {
            if (self::is_own($userlist->get_context(), (int) $userid)) {
                person_eraser::erase((int) $userid);
            }
        }
    }

    /**
     * Name the string that explains each column.
     *
     * @param string[] $columns
     * @return string[] by column
     */
    private static function meanings(array $columns): array {
        return array_combine($columns, array_map(static function (string $column): string {
            return "privacy:metadata:{$column}";
        }, $columns));
    }

    /**
     * Tell whether a context is a person's own.
     *
     * @param \context $context
     * @param int $userid
     * @return bool
     */
    private static function is_own(\context $context, int $userid): bool {
        return $context instanceof \context_user && (int) $context->instanceid === $userid;
    }
}
