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
 * Steps from older versions of the plugin.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

/**
 * Upgrade the plugin; version 2026112200 is the first.
 *
 * @param int $oldversion version installed so far
 * @return bool
 */
function xmldb_local_mcpgate_upgrade($oldversion) {
    global $DB;

    if ($oldversion < 2026112201) {
        $manager = $DB->get_manager();
        $table = new xmldb_table('local_mcpgate_connection');
        $fields = [
            new xmldb_field('callquota', XMLDB_TYPE_INTEGER, '10', null, null, null, null, 'ratelimit'),
            new xmldb_field('bytequota', XMLDB_TYPE_INTEGER, '18', null, null, null, null, 'callquota'),
        ];
        foreach ($fields as $field) {
            if (!$manager->field_exists($table, $field)) {
                $manager->add_field($table, $field);
            }
        }
        // Until now an empty list was no limit; from now on it allows nothing.
        foreach (['functionpatterns', 'courses', 'addresses'] as $column) {
            $isempty = $DB->sql_compare_text($column, 2) . ' = :list OR ' . $DB->sql_compare_text($column, 2) . ' = :nothing';
            $DB->set_field_select('local_mcpgate_connection', $column, null, $isempty, ['list' => '[]', 'nothing' => '']);
        }
        upgrade_plugin_savepoint(true, 2026112201, 'local', 'mcpgate');
    }

    if ($oldversion < 2026112301) {
        require_once(__DIR__ . '/upgradelib.php');
        local_mcpgate_upgrade_pin_clients();
        upgrade_plugin_savepoint(true, 2026112301, 'local', 'mcpgate');
    }

    if ($oldversion < 2026112302) {
        require_once(__DIR__ . '/upgradelib.php');
        local_mcpgate_upgrade_add_chain();
        upgrade_plugin_savepoint(true, 2026112302, 'local', 'mcpgate');
    }

    if ($oldversion < 2026112303) {
        require_once(__DIR__ . '/upgradelib.php');
        local_mcpgate_upgrade_add_webhook_tables();
        upgrade_plugin_savepoint(true, 2026112303, 'local', 'mcpgate');
    }

    if ($oldversion < 2026112304) {
        $manager = $DB->get_manager();
        $record = new xmldb_table('local_mcpgate_audit');
        foreach (['userid', 'kind', 'outcome', 'clientip'] as $column) {
            $index = new xmldb_index("{$column}-timecreated", XMLDB_INDEX_NOTUNIQUE, [$column, 'timecreated']);
            if (!$manager->index_exists($record, $index)) {
                $manager->add_index($record, $index);
            }
        }
        upgrade_plugin_savepoint(true, 2026112304, 'local', 'mcpgate');
    }

    return true;
}
