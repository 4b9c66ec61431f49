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
use local_mcpgate\local\webhook\delivery_queue;
use local_mcpgate\reportbuilder\local\entities\delivery;
use local_mcpgate\reportbuilder\local\entities\webhook;
use local_mcpgate\reportbuilder\local\row_action;

/**
 * Messages that were given up, of one endpoint or of all.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class dead_letters extends system_report {

    /**
     * Set up the report; the parameter "webhook" is the number of an endpoint, 0 for all.
     */
    protected function initialise(): void {
        $entity = new delivery();
        $alias = $entity->get_table_alias('local_mcpgate_delivery');
        $webhook = new webhook();
        $webhookalias = $webhook->get_table_alias('local_mcpgate_webhook');
        $this->set_main_table('local_mcpgate_delivery', $alias);
        $this->add_entity($entity);
        $join = "JOIN {local_mcpgate_webhook} {$webhookalias} ON {$webhookalias}.id = {$alias}.webhookid";
        $this->add_entity($webhook->add_join($join));
        $this->add_base_fields("{$alias}.id");
        $dead = database::generate_param_name();
        $this->add_base_condition_sql("{$alias}.status = :{$dead}", [$dead => delivery_queue::DEAD]);
        $this->choose_endpoint($alias);
        $this->add_columns_from_entities(['webhook:url', 'delivery:eventtype', 'delivery:events', 'delivery:timecreated',
            'delivery:timesettled', 'delivery:attempts', 'delivery:lasterror', 'delivery:msgid']);
        $this->add_filters_from_entities(['webhook:url', 'delivery:eventtype', 'delivery:timecreated', 'delivery:timesettled',
            'delivery:lasterror', 'delivery:msgid']);
        $this->set_initial_sort_column('delivery:timesettled', SORT_DESC);
        $this->set_downloadable(false);
        $this->add_action(row_action::make('webhook_letters.php', 'resend', 't/email', 'webhook_resend'));
        $discard = ['class' => 'text-danger'];
        $this->add_action(row_action::make('webhook_letters.php', 'discard', 't/delete', 'webhook_discard', null, $discard));
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
     * Show only those of the endpoint that was chosen.
     *
     * @param string $alias
     */
    private function choose_endpoint(string $alias): void {
        $webhookid = $this->get_parameter('webhook', 0, PARAM_INT);
        if ($webhookid) {
            $param = database::generate_param_name();
            $this->add_base_condition_sql("{$alias}.webhookid = :{$param}", [$param => $webhookid]);
        }
    }
}
