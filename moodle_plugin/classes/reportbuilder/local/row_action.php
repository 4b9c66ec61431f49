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

namespace local_mcpgate\reportbuilder\local;

use core_reportbuilder\local\report\action;
use lang_string;

/**
 * What can be done to a row of a list: a link to the page that does it or asks first.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class row_action {

    /**
     * Make an action.
     *
     * @param string $page of this plugin
     * @param string $param that takes the number of the row
     * @param string $icon
     * @param string $title
     * @param callable|null $isoffered tells for a row whether it is there
     * @param array $attributes
     * @return action
     */
    public static function make(
        string $page,
        string $param,
        string $icon,
        string $title,
        ?callable $isoffered = null,
        array $attributes = []
    ): action {
        $action = new action(
            new \moodle_url("/local/mcpgate/{$page}", [$param => ':id']),
            new \pix_icon($icon, ''),
            $attributes,
            false,
            new lang_string($title, 'local_mcpgate')
        );
        return $isoffered === null ? $action : $action->add_callback($isoffered);
    }
}
