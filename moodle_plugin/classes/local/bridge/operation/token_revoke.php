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
use local_mcpgate\local\bridge\operation;
use local_mcpgate\local\oauth\connections;
use local_mcpgate\local\oauth\registration;
use local_mcpgate\local\oauth\revocation_reason;
use local_mcpgate\local\oauth\tokens;

/**
 * Answers "token.revoke".
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class token_revoke implements operation {

    /**
     * End the connection of a token, if the token is the client's own.
     *
     * @param array $body
     * @return array
     */
    public function run(array $body): array {
        $fields = new body_reader($body);
        $clientid = $fields->text('client_id', registration::MAX_CLIENT_ID);
        $clientip = $fields->address('clientip');
        $token = (new tokens())->find($fields->hashes('tokenhashes'));
        $connection = $token === null ? null : connections::find($token->connectionid());
        if ($connection === null || !hash_equals($connection->client_id(), $clientid)) {
            return ['revoked' => false];
        }
        connections::revoke($connection->id(), null, revocation_reason::CLIENT, $clientip);
        return ['revoked' => true];
    }
}
