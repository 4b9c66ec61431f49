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

namespace local_mcpgate\local\policy;

/**
 * Finds the courses that ids lead to, with a query or two for all ids of a kind.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class course_resolver {

    /** Most ids in one query. */
    private const CHUNK = 1000;

    /** Moodle's level of the context of a course. */
    private const COURSE_LEVEL = 50;

    /** @var callable Gets the name of a table, returns its columns by name. */
    private $columns;

    /** @var callable Gets a query with %s for a condition and the values of that, returns rows of two values. */
    private $pairs;

    /**
     * Set up the resolver.
     *
     * @param callable $columns gets the name of a table, returns its columns by name; none if there is no such table
     * @param callable $pairs gets a query with %s for "is one of", and a list; returns a list of pairs of values
     */
    public function __construct(callable $columns, callable $pairs) {
        $this->columns = $columns;
        $this->pairs = $pairs;
    }

    /**
     * Make the resolver of this site.
     *
     * @return self
     */
    public static function on_site(): self {
        global $DB;
        return new self([$DB, 'get_columns'], static function (string $sql, array $values) use ($DB): array {
            [$insql, $params] = $DB->get_in_or_equal($values);
            $rows = $DB->get_recordset_sql(sprintf($sql, $insql), $params);
            $pairs = [];
            foreach ($rows as $row) {
                $pairs[] = array_values((array) $row);
            }
            $rows->close();
            return $pairs;
        });
    }

    /**
     * Find the courses of ids.
     *
     * @param string $way name of how they lead to a course
     * @param array $ids
     * @return int[][] courses by id; an id that leads nowhere is left out, 0 stands for the whole site where that is allowed
     */
    public function courses(string $way, array $ids): array {
        $way = course_way::named($way);
        $reached = $this->reached($way, $ids);
        if ($way->ends_in_context()) {
            $reached = $this->through_contexts($reached);
        }
        $courses = [];
        foreach ($reached as $id => $ends) {
            $ends = array_map('intval', $ends);
            if (min($ends) > 0 || ($way->may_be_none() && min($ends) === 0)) {
                $courses[$id] = $ends;
            }
        }
        return $courses;
    }

    /**
     * Follow the steps through tables.
     *
     * @param course_way $way
     * @param array $ids
     * @return array[] what was reached, by id
     */
    private function reached(course_way $way, array $ids): array {
        $sql = $way->sql();
        if ($sql === null) {
            return array_combine($ids, array_chunk($ids, 1));
        }
        foreach ($way->columns() as $table => $columns) {
            if (array_diff($columns, array_keys(($this->columns)($table)))) {
                return [];
            }
        }
        return $this->collected($sql, $ids);
    }

    /**
     * Replace contexts by the courses that enclose them.
     *
     * @param array[] $reached contexts by id
     * @return array[] courses by id; 0 if one of its contexts is in no course
     */
    private function through_contexts(array $reached): array {
        $contexts = array_values(array_unique(array_merge([], ...array_values($reached))));
        $paths = $this->collected('SELECT id AS given, path AS reached FROM {context} WHERE id %s', $contexts);
        $above = [];
        foreach ($paths as $context => [$path]) {
            $above[$context] = array_filter(explode('/', (string) $path));
        }
        $level = self::COURSE_LEVEL;
        $sql = "SELECT id AS given, instanceid AS reached FROM {context} WHERE contextlevel = {$level} AND id %s";
        $enclosing = $this->collected($sql, array_values(array_unique(array_merge([], ...array_values($above)))));
        foreach ($reached as $id => $ends) {
            foreach ($ends as $index => $context) {
                $courses = array_intersect_key($enclosing, array_flip($above[$context] ?? []));
                $reached[$id][$index] = $courses ? end($courses)[0] : 0;
            }
        }
        return $reached;
    }

    /**
     * Run a query for many ids.
     *
     * @param string $sql
     * @param array $ids
     * @return array[] what was found, by id
     */
    private function collected(string $sql, array $ids): array {
        $found = [];
        foreach (array_chunk($ids, self::CHUNK) as $chunk) {
            foreach (($this->pairs)($sql, $chunk) as [$given, $reached]) {
                $found[$given][] = $reached;
            }
        }
        return $found;
    }
}
