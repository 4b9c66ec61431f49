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

namespace local_mcpgate\local\bridge\operation;

use local_mcpgate\local\bridge\body_reader;
use local_mcpgate\local\bridge\bridge_exception;
use local_mcpgate\local\bridge\operation;
use local_mcpgate\local\oauth\audience;
use local_mcpgate\local\oauth\client;
use local_mcpgate\local\oauth\clients;
use local_mcpgate\local\oauth\journal;
use local_mcpgate\local\oauth\pkce;
use local_mcpgate\local\oauth\redirect_uri;
use local_mcpgate\local\oauth\registration;
use local_mcpgate\local\oauth\requests;
use local_mcpgate\local\oauth\scope_set;
use local_mcpgate\local\site_settings;

/**
 * Answers "request.create".
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class request_create implements operation {

    /** @var int Bytes of a client's state. */
    private const MAX_STATE = 4096;

    /**
     * Keep a request and say where the person consents to it.
     *
     * @param array $body
     * @return array
     */
    public function run(array $body): array {
        $fields = new body_reader($body);
        $settings = site_settings::current();
        if (!$settings->enabled()) {
            throw new bridge_exception('mcp_disabled', 'Assistants are switched off on this site.');
        }
        $client = (new clients())->read($fields->text('client_id', registration::MAX_CLIENT_ID));
        audience::require_same($fields, $settings->public_url());
        $fields->optional_text('prompt', 100);
        $requests = new requests();
        $stored = $requests->create((object) [
            'clientid' => $client->id(),
            'metadatahash' => $client->fingerprint(),
            'redirecturi' => $this->redirect_uri($fields, $client)->text(),
            'codechallenge' => $this->code_challenge($fields),
            'scopes' => scope_set::of($fields->texts('scopes', 10, 100))->column(),
            'audience' => $fields->text('resource', audience::MAX_LENGTH),
            'state' => $fields->optional_text('state', self::MAX_STATE),
            'browserhash' => $fields->hash('browserhash'),
            'clientip' => $fields->address('clientip'),
        ]);
        if ($requests->reveals_reuse($stored)) {
            journal::challenge_reused($client, $stored->clientip);
        }
        $url = new \moodle_url('/local/mcpgate/authorize.php', ['request' => $stored->requestid]);
        return ['requestid' => $stored->requestid, 'url' => $url->out(false), 'timeexpires' => $stored->timeexpires];
    }

    /**
     * Read a redirect URI that the client registered.
     *
     * @param body_reader $fields
     * @param client $client
     * @return redirect_uri
     */
    private function redirect_uri(body_reader $fields, client $client): redirect_uri {
        $uri = redirect_uri::parse($fields->text('redirect_uri', registration::MAX_REDIRECT_URI));
        if ($uri === null || !$client->redirects_to($uri)) {
            throw body_reader::bad('redirect_uri');
        }
        return $uri;
    }

    /**
     * Read an S256 challenge.
     *
     * @param body_reader $fields
     * @return string
     */
    private function code_challenge(body_reader $fields): string {
        $challenge = $fields->text('code_challenge', 64);
        if (!pkce::is_challenge($challenge)) {
            throw body_reader::bad('code_challenge');
        }
        return $challenge;
    }
}
