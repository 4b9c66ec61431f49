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
use local_mcpgate\local\bridge\body_reader;
use local_mcpgate\local\single_use;
use local_mcpgate\local\site_settings;

/**
 * Turns a code into the first tokens of its connection, once.
 *
 * What does not fit the request is refused before the code is spent, so that a
 * thief who holds only the code cannot burn it for the honest client.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class redemption {

    /** @var body_reader */
    private $fields;

    /** @var string|null */
    private $clientip;

    /**
     * Read what the client brought.
     *
     * @param body_reader $fields of code.redeem
     */
    public function __construct(body_reader $fields) {
        $this->fields = $fields;
        $this->clientip = $fields->address('clientip');
    }

    /**
     * Redeem the code.
     *
     * @return grant
     * @throws bridge_exception invalid_grant, invalid_target
     */
    public function run(): grant {
        $hashes = new token_hashes($this->fields);
        $request = (new requests())->by_code($this->fields->hashes('codehashes'));
        if ($request === null) {
            throw invalid_grant::because('code_unknown');
        }
        $this->require_match($request);
        $key = $request->requestid();
        if (single_use::spent_at('code', $key) !== null) {
            throw $this->replayed($request);
        }
        if ($request->is_code_expired(time())) {
            // Spent as well: a clock that is set back must not make it good again.
            single_use::spend('code', $key, time() + requests::KEPT_S);
            throw invalid_grant::because('code_expired');
        }
        $connection = $this->connection($request);
        standing::require_address($connection, $this->clientip);
        standing::require_good($connection->userid());
        if (!single_use::spend('code', $key, time() + requests::KEPT_S)) {
            throw $this->replayed($request);
        }
        return $this->open($connection, $hashes);
    }

    /**
     * Refuse a client that is not the one that asked, or does not prove it.
     *
     * @param authorization_request $request
     * @throws bridge_exception
     */
    private function require_match(authorization_request $request): void {
        $client = (new clients())->by_id($request->clientid());
        if (!hash_equals($client->client_id(), $this->fields->text('client_id', registration::MAX_CLIENT_ID))) {
            throw invalid_grant::because('client_mismatch');
        }
        $redirecturi = $this->fields->text('redirect_uri', registration::MAX_REDIRECT_URI);
        if (!hash_equals($request->redirect_uri()->text(), $redirecturi)) {
            throw invalid_grant::because('redirect_uri_mismatch');
        }
        if (!pkce::proves($this->fields->text('code_verifier', 256), $request->code_challenge())) {
            throw invalid_grant::because('verifier_mismatch');
        }
        audience::require_same($this->fields, $request->resource());
    }

    /**
     * Find the connection that was made at consent.
     *
     * @param authorization_request $request
     * @return connection
     * @throws bridge_exception
     */
    private function connection(authorization_request $request): connection {
        $connection = connections::find((int) $request->connectionid());
        if ($connection === null) {
            throw invalid_grant::because('code_unknown');
        }
        if ($connection->timerevoked() !== null) {
            throw invalid_grant::because('connection_revoked');
        }
        return $connection;
    }

    /**
     * Issue the tokens.
     *
     * @param connection $connection
     * @param token_hashes $hashes
     * @return grant
     */
    private function open(connection $connection, token_hashes $hashes): grant {
        $mode = site_settings::current()->site_mode();
        $scopes = $connection->granted()->writing_only_if($mode === site_settings::MODE_WRITE);
        $grant = (new tokens())->issue($connection, $scopes, $hashes, 0);
        connections::activate($connection);
        (new clients())->mark_used($connection->clientid());
        return $grant;
    }

    /**
     * End what a code bought that comes a second time, valid in all else: one of the two is a thief (RFC 6749 §4.1.2).
     *
     * @param authorization_request $request
     * @return bridge_exception
     */
    private function replayed(authorization_request $request): bridge_exception {
        connections::revoke((int) $request->connectionid(), null, revocation_reason::CODE_REPLAYED, $this->clientip);
        return invalid_grant::because('code_replayed');
    }
}
