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

namespace local_mcpgate\local\cli;

use local_mcpgate\local\record\record_export;
use local_mcpgate\local\record\record_selection;
use local_mcpgate\output\record_words;

/**
 * The options of a command that exports the record.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class export_options {

    /** What can be made. */
    public const FORMATS = [record_export::CSV, record_export::JSON, record_export::JSON_LINES];

    /** @var string What queries call the table. */
    private const ALIAS = 'mcpa';

    /** @var string[] Options that a column must be equal to, one of a few values. */
    private const CHOICES = ['kind' => 'kinds', 'outcome' => 'outcomes', 'class' => 'classes'];

    /** @var string[] Columns that an option's value must be equal to. */
    private const COLUMNS = [
        'kind' => 'kind',
        'outcome' => 'outcome',
        'class' => 'functionclass',
        'client' => 'client',
        'tool' => 'tool',
        'function' => 'functionname',
        'reason' => 'errorcode',
        'address' => 'clientip',
        'node' => 'node',
    ];

    /** @var string[] Columns that hold a number. */
    private const NUMBERS = ['connection' => 'connectionid', 'course' => 'courseid'];

    /** @var string[] Options that are moments, and what time must be then. */
    private const MOMENTS = ['from' => '>=', 'to' => '<'];

    /** @var array Values by option. */
    private $given;

    /**
     * Take what was given.
     *
     * @param array $options as Moodle reads them, null for those not given
     */
    public function __construct(array $options) {
        $this->given = array_filter($options, static function ($value): bool {
            return $value !== null;
        });
    }

    /**
     * Return what is to be made.
     *
     * @return string
     * @throws command_refused
     */
    public function format(): string {
        return isset($this->given['format']) ? $this->one_of('format', self::FORMATS) : record_export::CSV;
    }

    /**
     * Return which rows are meant.
     *
     * @return record_selection
     * @throws command_refused
     */
    public function selection(): record_selection {
        $selection = new record_selection(self::ALIAS);
        foreach (array_keys(array_diff_key($this->given, ['format' => true])) as $option) {
            [$column, $operator, $value] = $this->condition((string) $option);
            $sql = self::ALIAS . ".{$column} {$operator} :{$option}";
            $selection = $selection->where((string) $option, $sql, [$option => $value]);
        }
        return $selection;
    }

    /**
     * Return what an option asks of the rows.
     *
     * @param string $option
     * @return array column, operator and value
     */
    private function condition(string $option): array {
        if (isset(self::MOMENTS[$option])) {
            return ['timecreated', self::MOMENTS[$option], $this->moment($option)];
        }
        if (isset(self::NUMBERS[$option])) {
            return [self::NUMBERS[$option], '=', $this->number($option)];
        }
        if (isset(self::CHOICES[$option])) {
            $choices = array_keys([record_words::class, self::CHOICES[$option]]());
            return [self::COLUMNS[$option], '=', $this->one_of($option, $choices)];
        }
        return $option === 'user'
            ? ['userid', '=', person_option::userid($this->text($option))]
            : [self::COLUMNS[$option], '=', $this->text($option)];
    }

    /**
     * Return a value.
     *
     * @param string $option
     * @return string
     * @throws command_refused if it has none
     */
    private function text(string $option): string {
        return trim(valued_option::read($this->given, $option));
    }

    /**
     * Return one of a few values.
     *
     * @param string $option
     * @param string[] $choices
     * @return string
     * @throws command_refused
     */
    private function one_of(string $option, array $choices): string {
        $value = $this->text($option);
        if (!in_array($value, $choices, true)) {
            throw command_refused::options([$option => get_string('cli_badformat', 'local_mcpgate', implode(', ', $choices))]);
        }
        return $value;
    }

    /**
     * Return a moment.
     *
     * @param string $option
     * @return int Unix time
     * @throws command_refused
     */
    private function moment(string $option): int {
        $moment = moment_option::read($this->text($option));
        if ($moment === null) {
            throw command_refused::options([$option => get_string('cli_badmoment', 'local_mcpgate')]);
        }
        return $moment;
    }

    /**
     * Return a number.
     *
     * @param string $option
     * @return int
     * @throws command_refused
     */
    private function number(string $option): int {
        $value = $this->text($option);
        if (!preg_match('/^[0-9]{1,10}$/D', $value)) {
            throw command_refused::options([$option => get_string('cli_badnumber', 'local_mcpgate')]);
        }
        return (int) $value;
    }
}
