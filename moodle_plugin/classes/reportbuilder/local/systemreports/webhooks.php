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

use core_reportbuilder\system_report;
use local_mcpgate\local\oauth\authority;
use local_mcpgate\local\webhook\endpoint;
use local_mcpgate\reportbuilder\local\entities\webhook;
use local_mcpgate\reportbuilder\local\row_action;

/**
 * All endpoints of the webhook, with what an admin may do to each.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class webhooks extends system_report {

    /**
     * Set up the report.
     */
    protected function initialise(): void {
        $entity = new webhook();
        $alias = $entity->get_table_alias('local_mcpgate_webhook');
        $this->set_main_table('local_mcpgate_webhook', $alias);
        $this->add_entity($entity);
        $this->add_base_fields("{$alias}.id, {$alias}.status");
        $this->add_columns_from_entities(['webhook:url', 'webhook:status', 'webhook:events', 'webhook:waiting', 'webhook:letters',
            'webhook:timedelivered']);
        $this->add_filters_from_entities(['webhook:url', 'webhook:status', 'webhook:timedelivered']);
        $this->set_initial_sort_column('webhook:status', SORT_ASC);
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
     * Add what can be done to an endpoint.
     */
    private function add_actions(): void {
        $isactive = static function (\stdClass $row): bool {
            return $row->status === endpoint::ACTIVE;
        };
        $isresting = static function (\stdClass $row): bool {
            return $row->status !== endpoint::ACTIVE;
        };
        $this->add_action(row_action::make('webhook.php', 'id', 'i/edit', 'webhook_edit'));
        $this->add_action(row_action::make('webhooks.php', 'test', 't/email', 'webhook_test', $isactive));
        $this->add_action(row_action::make('webhook_letters.php', 'webhook', 'i/report', 'webhook_letters'));
        $this->add_action(row_action::make('webhooks.php', 'renew', 'i/reload', 'webhook_newsecret'));
        $this->add_action(row_action::make('webhooks.php', 'pause', 't/hide', 'webhook_pause', $isactive));
        $this->add_action(row_action::make('webhooks.php', 'resume', 't/show', 'webhook_resume', $isresting));
        $delete = ['class' => 'text-danger'];
        $this->add_action(row_action::make('webhooks.php', 'delete', 't/delete', 'webhook_delete', null, $delete));
    }
}
