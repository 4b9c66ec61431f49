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

use core_reportbuilder\local\entities\base;
use core_reportbuilder\local\helpers\format;
use core_reportbuilder\local\report\column;
use core_reportbuilder\local\report\filter;
use lang_string;

/**
 * One table of this plugin, for reports whose rows become cards on narrow screens.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
abstract class carded_entity extends base {

    /** @var string The table, which subclasses name. */
    protected const TABLE = '';

    /** @var string What queries call it. */
    protected const ALIAS = '';

    /** @var string Its title. */
    protected const TITLE = '';

    /**
     * Return the columns.
     *
     * @return column[]
     */
    abstract protected function columns(): array;

    /**
     * Return the filters.
     *
     * @return filter[]
     */
    abstract protected function filters(): array;

    /**
     * Name the tables of this entity, from Moodle 4.4 on.
     *
     * @return string[]
     */
    protected function get_default_tables(): array {
        return [static::TABLE];
    }

    /**
     * Name the tables of this entity, up to Moodle 4.3.
     *
     * @return string[] alias by table
     */
    protected function get_default_table_aliases(): array {
        return [static::TABLE => static::ALIAS];
    }

    /**
     * Return the title of this entity.
     *
     * @return lang_string
     */
    protected function get_default_entity_title(): lang_string {
        return new lang_string(static::TITLE, 'local_mcpgate');
    }

    /**
     * Set up columns and filters.
     *
     * @return base
     */
    public function initialise(): base {
        foreach ($this->columns() as $column) {
            $this->add_column($column);
        }
        foreach ($this->filters() as $filter) {
            $this->add_filter($filter)->add_condition($filter);
        }
        return $this;
    }

    /**
     * Begin a column.
     *
     * @param string $name
     * @param string $title
     * @return column
     */
    protected function column(string $name, string $title): column {
        $column = new column($name, new lang_string($title, 'local_mcpgate'), $this->get_entity_name());
        // Narrow screens show rows as cards, without a head of the table.
        return $column->add_joins($this->get_joins())->add_attributes(['data-cardtitle' => get_string($title, 'local_mcpgate')]);
    }

    /**
     * Make a column of a time.
     *
     * @param string $name of the field
     * @param string $title
     * @return column
     */
    protected function time_column(string $name, string $title): column {
        return $this->column($name, $title)
            ->set_type(column::TYPE_TIMESTAMP)
            ->add_field("{$this->alias()}.{$name}")
            ->set_is_sortable(true)
            ->add_callback([format::class, 'userdate'], get_string('strftimedatetimeshort', 'core_langconfig'));
    }

    /**
     * Begin a filter.
     *
     * @param string $class
     * @param string $name
     * @param string $title
     * @param string $sql
     * @return filter
     */
    protected function filter(string $class, string $name, string $title, string $sql): filter {
        $filter = new filter($class, $name, new lang_string($title, 'local_mcpgate'), $this->get_entity_name(), $sql);
        return $filter->add_joins($this->get_joins());
    }

    /**
     * Return what the table is called in queries.
     *
     * @return string
     */
    protected function alias(): string {
        return $this->get_table_alias(static::TABLE);
    }
}
