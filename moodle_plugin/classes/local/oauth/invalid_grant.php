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
 * The refusal of a code or of a refresh token.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class invalid_grant {

    /** @var string[] Reason to sentence. */
    private const MESSAGES = [
        'code_unknown' => 'There is no such code.',
        'code_expired' => 'The code is too old.',
        'code_replayed' => 'The code was used before; what it bought is revoked.',
        'client_mismatch' => 'It was issued to another client.',
        'redirect_uri_mismatch' => 'The redirect_uri is not the one of the request.',
        'verifier_mismatch' => 'The code_verifier does not match the code_challenge.',
        'refresh_unknown' => 'There is no such refresh token.',
        'refresh_expired' => 'The refresh token is too old.',
        'refresh_reused' => 'The refresh token was used before; the connection is revoked.',
        'connection_revoked' => 'The connection was revoked.',
        'connection_expired' => 'The connection came to its end.',
        'mcp_disabled' => 'Assistants are switched off on this site.',
        'address_refused' => 'The connection cannot be used from this address.',
        'capability_missing' => 'The person may not connect assistants to this site any more.',
    ];

    /**
     * Make the refusal.
     *
     * @param string $reason one of the protocol's
     * @return bridge_exception
     */
    public static function because(string $reason): bridge_exception {
        return new bridge_exception('invalid_grant', self::MESSAGES[$reason], ['reason' => $reason]);
    }

    /**
     * Make the refusal out of what is wrong with the person.
     *
     * @param bridge_exception $refusal of the person
     * @return bridge_exception
     */
    public static function from(bridge_exception $refusal): bridge_exception {
        return new bridge_exception('invalid_grant', $refusal->getMessage(), ['reason' => $refusal->bridge_code()]);
    }
}
