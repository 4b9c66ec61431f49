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
 * A command that cannot be carried out as it was given.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class command_refused extends \RuntimeException {

    /** Exit code of a command that is not understood. */
    private const USAGE = 2;

    /** Exit code of one that is understood but has nothing to work on. */
    private const FAILED = 1;

    /**
     * Refuse options, each with its reason.
     *
     * @param string[] $problems by option, without its dashes
     * @return self
     */
    public static function options(array $problems): self {
        $lines = array_map(static function (string $option, string $reason): string {
            return "--{$option}: {$reason}";
        }, array_keys($problems), $problems);
        return new self(implode("\n", $lines), self::USAGE);
    }

    /**
     * Refuse what does not exist, or ended.
     *
     * @param string $key of the string that says so
     * @param string $what
     * @return self
     */
    public static function subject(string $key, string $what): self {
        return new self(get_string($key, 'local_mcpgate', $what), self::FAILED);
    }
}
