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
use local_mcpgate\output\webhook_words;

/**
 * Messages to endpoints of the webhook, for reports.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class delivery extends carded_entity {

    /** @var string */
    protected const TABLE = 'local_mcpgate_delivery';

    /** @var string */
    protected const ALIAS = 'mcpd';

    /** @var string */
    protected const TITLE = 'webhook_deliveries';

    /**
     * Return the columns.
     *
     * @return column[]
     */
    protected function columns(): array {
        return [$this->type_column(), $this->text_column('msgid', 'webhook_msgid'), $this->number_column('events', 'webhook_count'),
            $this->number_column('attempts', 'webhook_attempts'), $this->failure_column(),
            $this->time_column('timecreated', 'webhook_timecreated'), $this->time_column('timesettled', 'webhook_timesettled')];
    }

    /**
     * Return the filters.
     *
     * @return array
     */
    protected function filters(): array {
        return [
            $this->filter(select::class, 'eventtype', 'webhook_event', "{$this->alias()}.eventtype")
                ->set_options_callback([webhook_words::class, 'types']),
            $this->filter(text::class, 'msgid', 'webhook_msgid', "{$this->alias()}.msgid"),
            $this->filter(text::class, 'lasterror', 'webhook_failure', "{$this->alias()}.lasterror"),
            $this->filter(date::class, 'timecreated', 'webhook_timecreated', "{$this->alias()}.timecreated"),
            $this->filter(date::class, 'timesettled', 'webhook_timesettled', "{$this->alias()}.timesettled"),
        ];
    }

    /**
     * What it tells of.
     *
     * @return column
     */
    private function type_column(): column {
        return $this->column('eventtype', 'webhook_event')
            ->set_type(column::TYPE_TEXT)
            ->add_field("{$this->alias()}.eventtype")
            ->set_is_sortable(true)
            ->add_callback(static function (?string $type): string {
                return s(webhook_words::types()[$type] ?? (string) $type);
            });
    }

    /**
     * Why it was not taken.
     *
     * @return column
     */
    private function failure_column(): column {
        return $this->column('lasterror', 'webhook_failure')
            ->set_type(column::TYPE_TEXT)
            ->add_fields("{$this->alias()}.lasterror, {$this->alias()}.laststatus")
            ->set_is_sortable(true, ["{$this->alias()}.lasterror"])
            ->add_callback(static function (?string $error, \stdClass $row): string {
                return s(webhook_words::failure($row));
            });
    }

    /**
     * A text as it is.
     *
     * @param string $name
     * @param string $title
     * @return column
     */
    private function text_column(string $name, string $title): column {
        return $this->column($name, $title)
            ->set_type(column::TYPE_TEXT)
            ->add_field("{$this->alias()}.{$name}")
            ->add_attributes(['class' => 'text-break small'])
            ->add_callback(static function (?string $text): string {
                return s((string) $text);
            });
    }

    /**
     * A number.
     *
     * @param string $name
     * @param string $title
     * @return column
     */
    private function number_column(string $name, string $title): column {
        return $this->column($name, $title)
            ->set_type(column::TYPE_INTEGER)
            ->add_field("{$this->alias()}.{$name}")
            ->set_is_sortable(true);
    }
}
