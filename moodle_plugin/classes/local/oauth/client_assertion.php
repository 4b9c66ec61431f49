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

namespace local_mcpgate\local\oauth;

use local_mcpgate\local\bridge\body_reader;
use local_mcpgate\local\bridge\bridge_exception;
use local_mcpgate\local\single_use;

/**
 * A signed statement by which a client proves itself, good for one request (RFC 7523 §3).
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class client_assertion {

    /** @var int Seconds that one may be good for at most. */
    private const MAX_LIFETIME_S = HOURSECS;

    /** @var int Seconds by which the clocks of clients, sidecars and this site may differ. */
    private const CLOCK_SKEW_S = 300;

    /**
     * Use up an assertion that the sidecar checked in all else.
     *
     * @param client $client
     * @param string $jtihash names the assertion among those of the client
     * @param int $timeexpires Unix time from which the sidecar refuses it
     * @throws bridge_exception assertion_replayed, or bridge_bad_request for one that is good for too long
     */
    public static function spend(client $client, string $jtihash, int $timeexpires): void {
        $now = time();
        if ($timeexpires > $now + self::MAX_LIFETIME_S) {
            throw body_reader::bad('timeexpires');
        }
        $remembered = max($timeexpires, $now) + self::CLOCK_SKEW_S;
        if (!single_use::spend('assertion', "{$client->id()}:{$jtihash}", $remembered)) {
            throw new bridge_exception('assertion_replayed', 'This assertion was used before.');
        }
    }
}
