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
use local_mcpgate\local\site_settings;

/**
 * Turns a refresh token into the next pair.
 *
 * Real clients refresh from several processes at once. So for a short while
 * after its first use a refresh token buys siblings, pairs of the same
 * connection; used again later, or too often, it ends the connection (RFC 9700 §4.14.2).
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class rotation {

    /** Seconds after the first use in which siblings are handed out. */
    public const GRACE_S = 60;

    /** Siblings that one refresh token buys at most. */
    public const MAX_SIBLINGS = 30;

    /** @var body_reader */
    private $fields;

    /** @var string|null */
    private $clientip;

    /**
     * Read what the client brought.
     *
     * @param body_reader $fields of token.refresh
     */
    public function __construct(body_reader $fields) {
        $this->fields = $fields;
        $this->clientip = $fields->address('clientip');
    }

    /**
     * Refresh.
     *
     * @return grant
     * @throws bridge_exception invalid_grant, invalid_scope, invalid_target
     */
    public function run(): grant {
        $hashes = new token_hashes($this->fields);
        $tokens = new tokens();
        $token = $tokens->find($this->fields->hashes('refreshhashes'), token::REFRESH);
        $connection = $token === null ? null : connections::find($token->connectionid());
        if ($token === null || $connection === null) {
            throw invalid_grant::because('refresh_unknown');
        }
        $this->require_match($connection);
        $this->require_live($connection, $token);
        standing::require_address($connection, $this->clientip);
        $scopes = $this->scopes($connection, $token);
        standing::require_good($connection->userid());
        if (!$this->spend($token)) {
            connections::revoke($connection->id(), null, revocation_reason::REFRESH_REUSED, $this->clientip);
            throw invalid_grant::because('refresh_reused');
        }
        $grant = $tokens->issue($connection, $scopes, $hashes, $token->generation() + 1);
        $tokens->mark_superseded($token);
        connections::note_use($connection->id(), $this->clientip);
        return $grant;
    }

    /**
     * Refuse another client, and another resource.
     *
     * @param connection $connection
     * @throws bridge_exception
     */
    private function require_match(connection $connection): void {
        if (!hash_equals($connection->client_id(), $this->fields->text('client_id', registration::MAX_CLIENT_ID))) {
            throw invalid_grant::because('client_mismatch');
        }
        audience::require_same($this->fields, $connection->resource());
    }

    /**
     * Refuse what came to its end.
     *
     * @param connection $connection
     * @param token $token
     * @throws bridge_exception
     */
    private function require_live(connection $connection, token $token): void {
        $now = time();
        if ($connection->timerevoked() !== null) {
            throw invalid_grant::because('connection_revoked');
        }
        if ($connection->is_expired($now)) {
            throw invalid_grant::because('connection_expired');
        }
        if ($token->timeexpires() <= $now) {
            throw invalid_grant::because('refresh_expired');
        }
    }

    /**
     * Decide the scope of the new access token: what was asked for if that is no more than before, else all of it.
     *
     * @param connection $connection
     * @param token $token
     * @return scope_set
     * @throws bridge_exception invalid_scope
     */
    private function scopes(connection $connection, token $token): scope_set {
        $maywrite = site_settings::current()->site_mode() === site_settings::MODE_WRITE;
        $held = $token->scopes()->within($connection->granted())->writing_only_if($maywrite);
        $names = $this->fields->optional_texts('scopes', 10, 100);
        if ($names === null) {
            return $held;
        }
        $asked = scope_set::of($names);
        if ($asked->writes() && !$held->writes()) {
            throw new bridge_exception('invalid_scope', 'The connection does not hold api.write, or the site is read-only.');
        }
        return $asked;
    }

    /**
     * Take the first use of a refresh token, or one of its siblings while there are any.
     *
     * The moment of the first use is the one in the spent row: it is there as
     * soon as the first use is, however slow the first user's request may be.
     *
     * @param token $token
     * @return bool
     */
    private function spend(token $token): bool {
        for ($sibling = 0; $sibling <= self::MAX_SIBLINGS; $sibling++) {
            if (single_use::spend('refresh', "{$token->hash()}:{$sibling}", $token->timeexpires())) {
                return true;
            }
            if ($sibling === 0 && single_use::spent_at('refresh', "{$token->hash()}:0") + self::GRACE_S < time()) {
                return false;
            }
        }
        return false;
    }
}
