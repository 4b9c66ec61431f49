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

/**
 * Proof Key for Code Exchange with S256, the only method there is here (RFC 7636 §4).
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class pkce {

    /**
     * Tell whether a text can be an S256 challenge: base64url of 32 bytes.
     *
     * @param string $challenge
     * @return bool
     */
    public static function is_challenge(string $challenge): bool {
        return (bool) preg_match('/^[A-Za-z0-9_-]{43}$/D', $challenge);
    }

    /**
     * Tell whether a verifier is the one a challenge was made from.
     *
     * @param string $verifier
     * @param string $challenge
     * @return bool false also for a malformed verifier
     */
    public static function proves(string $verifier, string $challenge): bool {
        if (!preg_match('/^[A-Za-z0-9._~-]{43,128}$/D', $verifier)) {
            return false;
        }
        $made = rtrim(strtr(base64_encode(hash('sha256', $verifier, true)), '+/', '-_'), '=');
        return hash_equals($challenge, $made);
    }
}
