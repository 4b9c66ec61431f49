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

use core_reportbuilder\local\helpers\format;
use core_reportbuilder\local\report\column;
use local_mcpgate\local\oauth\display_name;
use local_mcpgate\local\record\outcome;
use local_mcpgate\output\record_names;
use local_mcpgate\output\record_words;

/**
 * The record, for reports.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class record extends carded_entity {

    /** @var string */
    protected const TABLE = 'local_mcpgate_audit';

    /** @var string */
    protected const ALIAS = 'mcpa';

    /** @var string */
    protected const TITLE = 'record';

    /** @var string[] How outcomes look. */
    private const LOOKS = [outcome::ALLOWED => 'text-success', outcome::DENIED => 'text-danger', outcome::ERROR => 'text-danger'];

    /**
     * Return the columns.
     *
     * @return column[]
     */
    protected function columns(): array {
        $names = new record_names();
        return [$this->moment_column(), $this->person_column($names), $this->client_column(), $this->attempt_column(),
            $this->outcome_column(), $this->arguments_column(), $this->course_column($names), $this->address_column(),
            $this->number_column('durationms'), $this->number_column('resultbytes')];
    }

    /**
     * Return the filters: one for each column of the record.
     *
     * @return array
     */
    protected function filters(): array {
        $filters = new record_filters($this->alias(), function (string $class, string $name, string $sql) {
            return $this->filter($class, $name, "record_{$name}", $sql);
        });
        return $filters->all();
    }

    /**
     * When it was tried; rows of one second stay in their order.
     *
     * @return column
     */
    private function moment_column(): column {
        return $this->column('timecreated', 'record_timecreated')
            ->set_type(column::TYPE_TIMESTAMP)
            ->add_field("{$this->alias()}.timecreated")
            ->set_is_sortable(true, ["{$this->alias()}.timecreated", "{$this->alias()}.id"])
            ->add_attributes(['class' => 'small'])
            ->add_callback([format::class, 'userdate'], get_string('strftimedatetimeshortaccurate', 'core_langconfig'));
    }

    /**
     * Through what.
     *
     * @return column
     */
    private function client_column(): column {
        return $this->text_column('client', ["{$this->alias()}.client"], static function (\stdClass $row): string {
            return s(display_name::clean((string) $row->client));
        });
    }

    /**
     * What was tried.
     *
     * @return column
     */
    private function attempt_column(): column {
        $alias = $this->alias();
        $fields = ["{$alias}.functionname", "{$alias}.tool", "{$alias}.kind", "{$alias}.attempts"];
        return $this->text_column('attempt', $fields, static function (\stdClass $row): string {
            return s(record_words::attempt($row));
        });
    }

    /**
     * How it ended, and the code that says why.
     *
     * @return column
     */
    private function outcome_column(): column {
        $fields = ["{$this->alias()}.outcome", "{$this->alias()}.errorcode"];
        return $this->text_column('outcome', $fields, static function (\stdClass $row): string {
            $words = record_words::outcomes()[$row->outcome] ?? (string) $row->outcome;
            $outcome = \html_writer::span(s($words), self::LOOKS[$row->outcome] ?? '');
            return $outcome . ((string) $row->errorcode === '' ? '' : ' ' . s($row->errorcode));
        });
    }

    /**
     * Names of its arguments.
     *
     * @return column
     */
    private function arguments_column(): column {
        return $this->text_column('argumentkeys', ["{$this->alias()}.argumentkeys"], static function (\stdClass $row): string {
            return s(implode(', ', json_decode($row->argumentkeys ?? '[]', true)));
        });
    }

    /**
     * Who tried it.
     *
     * @param record_names $names
     * @return column
     */
    private function person_column(record_names $names): column {
        $fields = ["{$this->alias()}.userid"];
        return $this->text_column('userid', $fields, static function (\stdClass $row) use ($names): string {
            return $names->person($row->userid === null ? null : (int) $row->userid);
        });
    }

    /**
     * The course it was about.
     *
     * @param record_names $names
     * @return column
     */
    private function course_column(record_names $names): column {
        $fields = ["{$this->alias()}.courseid"];
        return $this->text_column('courseid', $fields, static function (\stdClass $row) use ($names): string {
            return $names->course($row->courseid === null ? null : (int) $row->courseid);
        });
    }

    /**
     * From where.
     *
     * @return column
     */
    private function address_column(): column {
        return $this->text_column('clientip', ["{$this->alias()}.clientip"], static function (\stdClass $row): string {
            return s((string) $row->clientip);
        });
    }

    /**
     * A column of text that may be long.
     *
     * @param string $name
     * @param string[] $fields
     * @param callable $words make HTML of a row
     * @return column
     */
    private function text_column(string $name, array $fields, callable $words): column {
        return $this->column($name, "record_{$name}")
            ->set_type(column::TYPE_TEXT)
            ->add_fields(implode(', ', $fields))
            ->add_attributes(['class' => 'text-break small'])
            ->add_callback(static function ($value, \stdClass $row) use ($words): string {
                return $words($row);
            });
    }

    /**
     * A number.
     *
     * @param string $name
     * @return column
     */
    private function number_column(string $name): column {
        return $this->column($name, "record_{$name}")
            ->set_type(column::TYPE_INTEGER)
            ->add_field("{$this->alias()}.{$name}")
            ->add_attributes(['class' => 'small'])
            ->set_is_sortable(true);
    }
}
