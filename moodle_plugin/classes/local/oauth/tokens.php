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
use local_mcpgate\local\site_settings;

/**
 * The tokens of all connections.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class tokens {

    /** @var string */
    private const TABLE = 'local_mcpgate_token';

    /**
     * Find a token by its hash.
     *
     * @param string[] $hashes candidates
     * @param string|null $kind token::ACCESS or token::REFRESH, null for either
     * @return token|null
     */
    public function find(array $hashes, ?string $kind = null): ?token {
        global $DB;
        [$in, $params] = $DB->get_in_or_equal($hashes, SQL_PARAMS_NAMED);
        $select = "tokenhash {$in}" . ($kind === null ? '' : ' AND kind = :kind');
        $row = $DB->get_record_select(self::TABLE, $select, $params + ['kind' => $kind], '*', IGNORE_MULTIPLE);
        return $row ? new token($row) : null;
    }

    /**
     * Issue an access and a refresh token for a connection.
     *
     * Neither outlives the connection; the refresh token keeps the connection's whole scope, the access token may hold less.
     *
     * @param connection $connection
     * @param scope_set $scopes of the access token
     * @param token_hashes $hashes of the two new tokens
     * @param int $generation how many refreshes came before
     * @return grant
     * @throws bridge_exception invalid_grant with reason connection_expired
     */
    public function issue(connection $connection, scope_set $scopes, token_hashes $hashes, int $generation): grant {
        global $DB;
        $settings = site_settings::current();
        $now = time();
        $left = $connection->timeexpires() === null ? PHP_INT_MAX : $connection->timeexpires() - $now;
        if ($left <= 0) {
            throw invalid_grant::because('connection_expired');
        }
        $accessttl = min($left, $settings->access_token_ttl_s());
        $refreshttl = min($left, $settings->refresh_token_ttl_s());
        $common = ['connectionid' => $connection->id(), 'generation' => $generation, 'timecreated' => $now];
        $DB->insert_records(self::TABLE, [
            $common + ['kind' => token::ACCESS, 'tokenhash' => $hashes->access(), 'scopes' => $scopes->column(),
                'timeexpires' => $now + $accessttl],
            $common + ['kind' => token::REFRESH, 'tokenhash' => $hashes->refresh(),
                'scopes' => $connection->granted()->column(), 'timeexpires' => $now + $refreshttl],
        ]);
        return new grant($connection, $scopes, $accessttl, $refreshttl);
    }

    /**
     * Note the first use of a refresh token.
     *
     * @param token $token
     */
    public function mark_superseded(token $token): void {
        global $DB;
        $DB->update_record(self::TABLE, (object) ['id' => $token->id(), 'timesuperseded' => time()]);
    }
}
