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
 * An option that names a file, seen from the folder in which the command was given: Moodle itself leaves that folder.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class file_option {

    /**
     * Return where a file is.
     *
     * @param string $path
     * @param string $folder in which the command was given
     * @return string absolute path
     */
    public static function absolute(string $path, string $folder): string {
        return preg_match('~^(?:[/\\\\]|[A-Za-z]:)~', $path) ? $path : "{$folder}/{$path}";
    }

    /**
     * Tell whether a file lies inside a folder, or would if it were written.
     *
     * @param string $path absolute
     * @param string $folder
     * @return bool
     */
    public static function is_inside(string $path, string $folder): bool {
        [$parent, $root] = [realpath(dirname($path)), realpath($folder)];
        return $parent !== false && $root !== false
            && strpos($parent . DIRECTORY_SEPARATOR, rtrim($root, '/\\') . DIRECTORY_SEPARATOR) === 0;
    }
}
