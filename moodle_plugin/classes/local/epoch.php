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
 * The number that tells sidecars to forget what they remember of connections.
 *
 * A sidecar reads it with every heartbeat and drops its cache when it differs.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class epoch {

    /** @var string Where the number is kept. */
    private const SETTING = 'epoch';

    /**
     * Move to a later epoch: microseconds since 1970, and always more than before.
     *
     * Call it after the change is committed; a sidecar that reads earlier caches the old state again.
     */
    public static function bump(): void {
        $now = (int) (microtime(true) * 1000000);
        set_config(self::SETTING, (string) max($now, self::current() + 1), 'local_mcpgate');
    }

    /**
     * Return the epoch in force, past any cache.
     *
     * @return int
     */
    public static function current(): int {
        global $DB;
        $where = ['plugin' => 'local_mcpgate', 'name' => self::SETTING];
        return (int) $DB->get_field('config_plugins', 'value', $where);
    }
}
