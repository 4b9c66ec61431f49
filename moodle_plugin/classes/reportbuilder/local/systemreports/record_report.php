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
use local_mcpgate\local\record\record_selection;
use local_mcpgate\reportbuilder\local\entities\record;

/**
 * A report on the record.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
abstract class record_report extends system_report {

    /**
     * Return the title.
     *
     * @return string
     */
    public static function get_name(): string {
        return get_string('record', 'local_mcpgate');
    }

    /**
     * Return which rows the person who looks chose with filters.
     *
     * @return record_selection
     */
    public function selection(): record_selection {
        $selection = new record_selection($this->get_main_table_alias());
        [$sql, $params] = $this->get_base_condition();
        if ($sql !== '') {
            $selection = $selection->where('own', $sql, $params);
        }
        $values = $this->get_filter_values();
        foreach ($this->get_active_filters() as $filter) {
            $class = $filter->get_filter_class();
            [$sql, $params] = $class::create($filter)->get_sql_filter($values);
            if ($sql !== '') {
                $selection = $selection->where($filter->get_name(), $sql, $params);
            }
        }
        return $selection;
    }

    /**
     * Core reads all rows of a download into memory, and nothing would put it on record.
     *
     * @return string[]
     * @throws \moodle_exception whenever core begins one
     */
    public function get_exclude_columns_for_download(): array {
        throw new \moodle_exception('record_download', 'local_mcpgate');
    }

    /**
     * Set up what the reports share, but columns.
     *
     * @param record $entity
     * @param string[] $without names of filters to leave out
     */
    protected function set_up(record $entity, array $without = []): void {
        $this->set_main_table('local_mcpgate_audit', $entity->get_table_alias('local_mcpgate_audit'));
        $this->add_entity($entity);
        foreach (array_diff_key($entity->get_filters(), array_flip($without)) as $filter) {
            $this->add_filter($filter);
        }
        $this->set_downloadable(false);
    }

    /**
     * Add columns that say what was tried, and put the newest first.
     */
    protected function add_facts(): void {
        $this->add_columns_from_entities(['record:client', 'record:attempt', 'record:outcome', 'record:argumentkeys',
            'record:courseid', 'record:clientip', 'record:durationms', 'record:resultbytes']);
        $this->set_initial_sort_column('record:timecreated', SORT_DESC);
    }
}
