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

use local_mcpgate\local\bridge\bridge_exception;

/**
 * What a client may know of a token (RFC 7662): of its own while they are good, and of nobody else's anything.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class introspection {

    /**
     * Describe a token; the same is looked up for one that never was, one that came to its end and another client's.
     *
     * @param string[] $tokenhashes candidates
     * @param string $clientid of the client that asks
     * @return array as the bridge protocol writes it
     */
    public static function describe(array $tokenhashes, string $clientid): array {
        $token = (new tokens())->find($tokenhashes);
        $connection = connections::find($token === null ? 0 : $token->connectionid());
        $isactive = $token !== null && $connection !== null
            && self::is_good($token, $connection, $clientid) && self::is_welcome($connection->userid());
        return $isactive ? ['active' => true] + self::facts($token, $connection) : ['active' => false];
    }

    /**
     * Tell whether the token is one of the client's that can still be used.
     *
     * @param token $token
     * @param connection $connection
     * @param string $clientid
     * @return bool
     */
    private static function is_good(token $token, connection $connection, string $clientid): bool {
        $now = time();
        return hash_equals($connection->client_id(), $clientid) && !$token->is_over($now) && !$connection->is_over($now);
    }

    /**
     * Tell whether the person may still have a client act for them.
     *
     * @param int $userid
     * @return bool
     */
    private static function is_welcome(int $userid): bool {
        try {
            standing::require_good($userid);
            return true;
        } catch (bridge_exception $refusal) {
            return false;
        }
    }

    /**
     * Say what a good token stands for.
     *
     * @param token $token
     * @param connection $connection
     * @return array
     */
    private static function facts(token $token, connection $connection): array {
        return [
            'kind' => $token->kind(),
            'scopes' => $token->scopes()->within($connection->granted())->names(),
            'resource' => $connection->resource(),
            'userid' => $connection->userid(),
            'timecreated' => $token->timecreated(),
            'timeexpires' => min($token->timeexpires(), $connection->timeexpires() ?? PHP_INT_MAX),
        ];
    }
}
