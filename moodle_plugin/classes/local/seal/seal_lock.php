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

namespace local_mcpgate\local\seal;

/**
 * Lets one at a time change the sealed record: whoever seals, erases or removes.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class seal_lock {

    /** @var string */
    private const FACTORY = 'local_mcpgate_record';

    /** @var string */
    private const RESOURCE = 'chain';

    /** @var int Seconds after which a lock is free again whose owner died, where locks do not end by themselves. */
    private const HELD_S = 600;

    /**
     * Do something while nobody else changes the sealed record.
     *
     * @param int $waits how long to wait for one's turn, in seconds
     * @param callable $change
     * @return mixed what it returns, null if somebody else was at it all the while
     */
    public static function during(int $waits, callable $change) {
        $lock = \core\lock\lock_config::get_lock_factory(self::FACTORY)->get_lock(self::RESOURCE, $waits, self::HELD_S);
        if (!$lock) {
            return null;
        }
        try {
            return $change();
        } finally {
            $lock->release();
        }
    }
}
