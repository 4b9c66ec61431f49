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

/**
 * Kinds of arguments that lead to no course, each with the reason.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

defined('MOODLE_INTERNAL') || die();

return [
    'number' => 'A count, a position, a time, a grade, a format or a switch: no id.',
    'text' => 'Words to store, to search for or to show: Moodle looks nothing up by them.',
    'person' => 'A person. Which people a course shows, and what of them, is Moodle\'s to decide in that course.',
    'draft' => 'A draft area: Moodle looks it up among the caller\'s own only.',
    'site' => 'A role, a competency or a tag: it belongs to the site and not to a course.',
    'within' => 'Moodle looks it up inside of what another argument of the same call leads to.',
    'cursor' => 'Only a place in a list from which to go on; what it names is not shown.',
];
