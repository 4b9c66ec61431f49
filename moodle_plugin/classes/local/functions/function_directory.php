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

namespace local_mcpgate\local\functions;

use core_external\external_api;

/**
 * The functions of this site that assistants may know of.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class function_directory {

    /** Columns of external_functions that Moodle needs to load one. */
    private const COLUMNS = 'id, name, classname, methodname, classpath, component, capabilities, services';

    /** @var class_lookup Gives each its class. */
    private $classes;

    /** @var standard_parts Knows standard Moodle. */
    private $parts;

    /**
     * Set up the directory.
     *
     * @param class_lookup $classes
     * @param standard_parts $parts
     */
    public function __construct(class_lookup $classes, standard_parts $parts) {
        $this->classes = $classes;
        $this->parts = $parts;
    }

    /**
     * Make the directory of this site as its admin set it up.
     *
     * @return self
     */
    public static function of_site(): self {
        return new self(new class_lookup(standard_table::rows(), admin_list::current()), new standard_parts());
    }

    /**
     * Load one function by its exact name.
     *
     * @param string $name
     * @return known_function
     * @throws function_unavailable missing, unlisted or broken
     */
    public function find(string $name): known_function {
        global $DB;
        $record = $DB->get_record('external_functions', ['name' => $name], self::COLUMNS, IGNORE_MULTIPLE);
        if (!$record || $record->name !== $name) {
            throw new function_unavailable(function_unavailable::MISSING);
        }
        if (!$this->is_shown($record)) {
            throw new function_unavailable(function_unavailable::UNLISTED);
        }
        return $this->load($record);
    }

    /**
     * Return the rows of all functions that are shown, sorted by name.
     *
     * @return \stdClass[]
     */
    public function shown(): array {
        global $DB;
        $records = $DB->get_records('external_functions', null, '', self::COLUMNS);
        $shown = array_filter($records, [$this, 'is_shown']);
        usort($shown, static function (\stdClass $one, \stdClass $other): int {
            return strcmp($one->name, $other->name);
        });
        return $shown;
    }

    /**
     * Load the code of a function.
     *
     * @param \stdClass $record row of external_functions
     * @return known_function
     * @throws function_unavailable broken
     */
    public function load(\stdClass $record): known_function {
        try {
            $info = external_api::external_function_info(clone $record);
        } catch (\Throwable $error) {
            throw new function_unavailable(function_unavailable::BROKEN, $error->getMessage());
        }
        $verdict = $this->classes->classify($record->name, $this->parts->offer($record), (string) ($info->type ?? ''));
        return new known_function($info, $verdict);
    }

    /**
     * Tell whether assistants may know that a function exists.
     *
     * @param \stdClass $record row of external_functions
     * @return bool
     */
    private function is_shown(\stdClass $record): bool {
        return $this->parts->offer($record) || $this->classes->is_listed($record->name);
    }
}
