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

namespace local_mcpgate\reportbuilder\local\systemreports;

use core_reportbuilder\local\helpers\database;
use core_reportbuilder\system_report;
use local_mcpgate\local\oauth\authority;
use local_mcpgate\local\oauth\client as known_client;
use local_mcpgate\reportbuilder\local\entities\client;
use local_mcpgate\reportbuilder\local\row_action;

/**
 * All AI clients that this site knows at present, with what an admin may do to each.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class clients extends system_report {

    /**
     * Set up the report.
     */
    protected function initialise(): void {
        $entity = new client();
        $alias = $entity->get_table_alias('local_mcpgate_client');
        $this->set_main_table('local_mcpgate_client', $alias);
        $this->add_entity($entity);
        $this->add_base_fields("{$alias}.id, {$alias}.kind, {$alias}.authmethod, {$alias}.pinned");
        $now = database::generate_param_name();
        $this->add_base_condition_sql("({$alias}.timeexpires IS NULL OR {$alias}.timeexpires > :{$now})", [$now => time()]);
        $this->add_columns_from_entities(['client:name', 'client:kind', 'client:clientid', 'client:hosts', 'client:authmethod',
            'client:connections', 'client:timelastused', 'client:timeexpires']);
        $this->add_filters_from_entities(['client:name', 'client:kind', 'client:clientid', 'client:hosts', 'client:authmethod',
            'client:timelastused']);
        $this->set_initial_sort_column('client:name', SORT_ASC);
        $this->set_downloadable(false);
        $this->add_actions();
    }

    /**
     * Tell whether this person may see the report.
     *
     * @return bool
     */
    protected function can_view(): bool {
        return authority::is_manager();
    }

    /**
     * Add what can be done to a client.
     */
    private function add_actions(): void {
        $isregistered = static function (\stdClass $row): bool {
            return $row->kind === known_client::REGISTERED;
        };
        $hassecret = static function (\stdClass $row) use ($isregistered): bool {
            return $isregistered($row) && (new known_client($row))->uses_secret();
        };
        $isdocument = static function (\stdClass $row): bool {
            return $row->kind === known_client::METADATA;
        };
        $ispinned = static function (\stdClass $row): bool {
            return !empty($row->pinned);
        };
        $this->add_action(row_action::make('client.php', 'id', 'i/edit', 'client_edit', $isregistered));
        $this->add_action(row_action::make('clients.php', 'renew', 'i/reload', 'client_newsecret', $hassecret));
        $this->add_action(row_action::make('client_document.php', 'id', 'i/edit', 'document_edit', $isdocument));
        $this->add_action(row_action::make('clients.php', 'unpin', 't/reset', 'document_unpin', $ispinned));
        $this->add_action(row_action::make('clients.php', 'delete', 't/delete', 'client_delete', null, ['class' => 'text-danger']));
    }
}
