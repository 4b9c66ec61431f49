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

/**
 * All functions of this site, for its admin.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class site_functions {

    /** Columns of external_functions that say what a function is. */
    private const COLUMNS = 'id, name, classname, methodname, classpath, component';

    /** @var class_lookup Gives each its class. */
    private $classes;

    /** @var standard_parts Knows standard Moodle. */
    private $parts;

    /**
     * Set up the list.
     *
     * @param class_lookup $classes
     * @param standard_parts $parts
     */
    public function __construct(class_lookup $classes, standard_parts $parts) {
        $this->classes = $classes;
        $this->parts = $parts;
    }

    /**
     * Make the list of this site as its admin set it up.
     *
     * @return self
     */
    public static function current(): self {
        return new self(new class_lookup(standard_table::rows(), admin_list::current()), new standard_parts());
    }

    /**
     * Find a function by its exact name.
     *
     * @param string $name
     * @return site_function|null
     */
    public function find(string $name): ?site_function {
        global $DB;
        $record = $DB->get_record('external_functions', ['name' => $name], self::COLUMNS, IGNORE_MULTIPLE);
        return $record && $record->name === $name ? $this->describe($record) : null;
    }

    /**
     * Return all functions.
     *
     * @return site_function[] by name, sorted
     */
    public function all(): array {
        global $DB;
        $functions = [];
        foreach ($DB->get_records('external_functions', null, '', self::COLUMNS) as $record) {
            $functions[$record->name] = $this->describe($record);
        }
        ksort($functions, SORT_STRING);
        return $functions;
    }

    /**
     * Describe a function.
     *
     * @param \stdClass $record row of external_functions
     * @return site_function
     */
    private function describe(\stdClass $record): site_function {
        $standard = $this->parts->offer($record);
        $own = $this->classes->unlisted($record->name, $standard, $this->parts->type($record));
        return new site_function($record, $standard, $own, $this->classes->listed($record->name));
    }
}
