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

/**
 * The one thing that a command is to do, of those it can.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class chosen_action {

    /**
     * Tell what is to be done, and refuse options that belong to something else.
     *
     * @param string[] $given options
     * @param array[] $actions what can be done, and the options that go with it
     * @param string[] $listing options that go with listing
     * @return string|null null for nothing but listing
     * @throws command_refused
     */
    public static function of(array $given, array $actions, array $listing = []): ?string {
        $chosen = array_values(array_intersect(array_keys($actions), $given));
        if (count($chosen) > 1) {
            $all = '--' . implode(', --', array_keys($actions));
            throw command_refused::options([$chosen[1] => get_string('cli_oneaction', 'local_mcpgate', $all)]);
        }
        $action = $chosen[0] ?? null;
        $strays = array_diff($given, $chosen, $action === null ? $listing : $actions[$action]);
        if ($strays) {
            throw command_refused::options(array_fill_keys($strays, get_string('cli_otheraction', 'local_mcpgate')));
        }
        return $action;
    }
}
