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

namespace local_mcpgate\local;

/**
 * Writes files that only their owner may read.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class private_file {

    /**
     * Write a file in one piece with mode 0600; at no moment can others read it.
     *
     * @param string $path
     * @param string $content
     * @throws \moodle_exception if it cannot be written
     */
    public static function write(string $path, string $content): void {
        $draft = $path . '.' . bin2hex(random_bytes(6));
        $previous = umask(0177);
        $iswritten = @file_put_contents($draft, $content) === strlen($content);
        umask($previous);
        if (!$iswritten || !@rename($draft, $path)) {
            @unlink($draft);
            throw new \moodle_exception('filenotwritten', 'local_mcpgate', '', s($path));
        }
    }
}
