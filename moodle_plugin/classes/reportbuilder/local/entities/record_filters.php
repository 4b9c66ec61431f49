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

use core_reportbuilder\local\filters\boolean_select;
use core_reportbuilder\local\filters\course_selector;
use core_reportbuilder\local\filters\date;
use core_reportbuilder\local\filters\number;
use core_reportbuilder\local\filters\select;
use core_reportbuilder\local\filters\text;
use core_reportbuilder\local\filters\user;
use core_reportbuilder\local\report\filter;
use local_mcpgate\output\record_words;

/**
 * What the record can be searched by: each of its columns.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class record_filters {

    /** @var string[] Filters that are no more than a class and a column of the same name. */
    private const PLAIN = [
        'client' => text::class,
        'tool' => text::class,
        'functionname' => text::class,
        'scopes' => text::class,
        'errorcode' => text::class,
        'courseid' => course_selector::class,
        'connectionid' => number::class,
        'clientip' => text::class,
        'durationms' => number::class,
        'resultbytes' => number::class,
        'attempts' => number::class,
        'protocol' => text::class,
        'useragent' => text::class,
        'node' => text::class,
        'recordid' => text::class,
    ];

    /** @var int Characters of a JSON list of names that are searched where a database wants to be told; Oracle takes no more. */
    private const MAX_LIST = 4000;

    /** @var string */
    private $alias;

    /** @var callable */
    private $make;

    /**
     * Set up filters.
     *
     * @param string $alias what queries call the table
     * @param callable $make makes a filter of its class, name and SQL
     */
    public function __construct(string $alias, callable $make) {
        $this->alias = $alias;
        $this->make = $make;
    }

    /**
     * Return all of them, those first that are asked for most.
     *
     * @return filter[]
     */
    public function all(): array {
        global $DB;
        $list = $DB->sql_compare_text("{$this->alias}.argumentkeys", self::MAX_LIST);
        $sealed = "CASE WHEN {$this->alias}.sealid IS NULL THEN 0 ELSE 1 END";
        $chosen = [
            $this->make(date::class, 'timecreated'),
            $this->make(user::class, 'userid'),
            $this->make(select::class, 'outcome')->set_options_callback([record_words::class, 'outcomes']),
            $this->make(select::class, 'kind')->set_options_callback([record_words::class, 'kinds']),
            $this->make(select::class, 'functionclass')->set_options_callback([record_words::class, 'classes']),
            $this->make(text::class, 'argumentkeys', $list),
            $this->make(boolean_select::class, 'sealed', $sealed),
        ];
        $plain = array_map([$this, 'make'], self::PLAIN, array_keys(self::PLAIN));
        return array_merge($chosen, $plain);
    }

    /**
     * Make a filter.
     *
     * @param string $class
     * @param string $name
     * @param string|null $sql null for the column of that name
     * @return filter
     */
    private function make(string $class, string $name, ?string $sql = null): filter {
        return ($this->make)($class, $name, $sql ?? "{$this->alias}.{$name}");
    }
}
