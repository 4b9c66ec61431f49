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
 * Names the set of functions and their classes: another set, another revision.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class catalogue_revision {

    /**
     * Return the revision in force.
     *
     * @return string 64 hex digits
     */
    public static function current(): string {
        global $CFG;
        $parts = [
            (string) ($CFG->allversionshash ?? ''),
            (string) get_config('local_mcpgate', 'version'),
            standard_table::rows(),
            admin_list::current(),
        ];
        return hash('sha256', json_encode($parts, JSON_THROW_ON_ERROR));
    }
}
