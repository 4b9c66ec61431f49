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

use local_mcpgate\local\oauth\connection;
use local_mcpgate\local\oauth\connection_change;
use local_mcpgate\local\site_settings;

/**
 * The options of a command that change a connection; what is not given stays as it is.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class change_options {

    /** Every option. */
    public const NAMES = ['functions', 'courses', 'addresses', 'presets', 'ratelimit', 'callquota', 'bytequota', 'approvewrites',
        'mode', 'expires'];

    /** Clears a limit. */
    public const NONE = 'none';

    /** @var string[] Given values by option. */
    private $given;

    /**
     * Take what was given.
     *
     * @param array $options as Moodle reads them, null for those not given
     */
    public function __construct(array $options) {
        $this->given = array_filter(array_intersect_key($options, array_flip(self::NAMES)), static function ($value): bool {
            return $value !== null;
        });
    }

    /**
     * Tell which options were given.
     *
     * @return string[]
     */
    public function names(): array {
        return array_keys($this->given);
    }

    /**
     * Return what they want a connection to be.
     *
     * @param connection $connection
     * @param int $now Unix time
     * @return connection_change
     * @throws command_refused
     */
    public function wish(connection $connection, int $now): connection_change {
        $this->require_values();
        $limits = (new limit_options($this->given))->over($connection->limits(), $connection->userid());
        $change = new connection_change($connection, $limits, $this->writes($connection), $this->timeexpires($connection, $now));
        $problems = $change->problems($now);
        if (isset($problems['timeexpires'])) {
            $problems['expires'] = $problems['timeexpires'];
            unset($problems['timeexpires']);
        }
        if ($problems) {
            throw command_refused::options($problems);
        }
        return $change;
    }

    /**
     * Refuse options without a value: they may come from a variable of a script that is empty by mistake.
     *
     * @throws command_refused
     */
    private function require_values(): void {
        $problems = [];
        foreach ($this->given as $name => $value) {
            if (!is_string($value) || trim($value) === '') {
                $problems[$name] = get_string('cli_novalue', 'local_mcpgate');
            }
        }
        if ($problems) {
            throw command_refused::options($problems);
        }
    }

    /**
     * Read --mode.
     *
     * @param connection $connection
     * @return bool
     * @throws command_refused
     */
    private function writes(connection $connection): bool {
        $mode = $this->given['mode'] ?? null;
        if ($mode === null) {
            return $connection->granted()->writes();
        }
        if (!in_array($mode, [site_settings::MODE_READ, site_settings::MODE_WRITE], true)) {
            throw command_refused::options(['mode' => get_string('cli_badmode', 'local_mcpgate')]);
        }
        return $mode === site_settings::MODE_WRITE;
    }

    /**
     * Read --expires.
     *
     * @param connection $connection
     * @param int $now Unix time
     * @return int|null Unix time
     * @throws command_refused
     */
    private function timeexpires(connection $connection, int $now): ?int {
        $end = $this->given['expires'] ?? null;
        return $end === null ? $connection->timeexpires() : end_option::read($end, $now);
    }
}
