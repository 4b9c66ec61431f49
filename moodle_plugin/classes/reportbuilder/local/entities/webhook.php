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

namespace local_mcpgate\reportbuilder\local\entities;

use core_reportbuilder\local\filters\date;
use core_reportbuilder\local\filters\select;
use core_reportbuilder\local\filters\text;
use core_reportbuilder\local\report\column;
use local_mcpgate\local\webhook\delivery_queue;
use local_mcpgate\local\webhook\endpoint_url;
use local_mcpgate\output\webhook_words;

/**
 * Endpoints of the webhook, for reports.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class webhook extends carded_entity {

    /** @var string */
    protected const TABLE = 'local_mcpgate_webhook';

    /** @var string */
    protected const ALIAS = 'mcpw';

    /** @var string */
    protected const TITLE = 'webhooks';

    /**
     * Return the columns.
     *
     * @return column[]
     */
    protected function columns(): array {
        return [$this->url_column(), $this->state_column(), $this->events_column(),
            $this->count_column('waiting', 'webhook_waiting', delivery_queue::PENDING),
            $this->count_column('letters', 'webhook_letters', delivery_queue::DEAD),
            $this->time_column('timedelivered', 'webhook_timedelivered')];
    }

    /**
     * Return the filters.
     *
     * @return array
     */
    protected function filters(): array {
        global $DB;
        $url = $DB->sql_compare_text("{$this->alias()}.url", endpoint_url::MAX_BYTES);
        return [
            $this->filter(text::class, 'url', 'webhook_url', $url),
            $this->filter(select::class, 'status', 'webhook_state', "{$this->alias()}.status")
                ->set_options_callback([webhook_words::class, 'statuses']),
            $this->filter(date::class, 'timedelivered', 'webhook_timedelivered', "{$this->alias()}.timedelivered"),
        ];
    }

    /**
     * Its address.
     *
     * @return column
     */
    private function url_column(): column {
        return $this->column('url', 'webhook_url')
            ->set_type(column::TYPE_LONGTEXT)
            ->add_field("{$this->alias()}.url")
            ->add_attributes(['class' => 'text-break'])
            ->add_callback(static function (?string $url): string {
                return s((string) $url);
            });
    }

    /**
     * How it does.
     *
     * @return column
     */
    private function state_column(): column {
        $fields = array_map(function (string $field): string {
            return "{$this->alias()}.{$field}";
        }, ['status', 'timefailing', 'laststatus', 'lasterror', 'dropped']);
        return $this->column('status', 'webhook_state')
            ->set_type(column::TYPE_TEXT)
            ->add_fields(implode(', ', $fields))
            ->set_is_sortable(true, ["{$this->alias()}.status"])
            ->add_callback(static function (?string $status, \stdClass $row): string {
                return s(webhook_words::state($row));
            });
    }

    /**
     * What it is told of.
     *
     * @return column
     */
    private function events_column(): column {
        return $this->column('events', 'webhook_events')
            ->set_type(column::TYPE_LONGTEXT)
            ->add_field("{$this->alias()}.events")
            ->add_attributes(['class' => 'text-break small'])
            ->add_callback(static function (?string $events): string {
                return s(implode(', ', json_decode($events ?? '[]', true)));
            });
    }

    /**
     * How many messages are in a state.
     *
     * @param string $name
     * @param string $title
     * @param string $status of deliveries
     * @return column
     */
    private function count_column(string $name, string $title, string $status): column {
        $count = "(SELECT COUNT(del.id) FROM {local_mcpgate_delivery} del
                    WHERE del.webhookid = {$this->alias()}.id AND del.status = '{$status}')";
        return $this->column($name, $title)
            ->set_type(column::TYPE_INTEGER)
            ->add_field($count, $name)
            ->set_is_sortable(true);
    }
}
