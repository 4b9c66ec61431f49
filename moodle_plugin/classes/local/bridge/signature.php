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

namespace local_mcpgate\local\bridge;

/**
 * The signature of a request: who sent it, and when.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class signature {

    /** How far the clocks of both sides may be apart. */
    public const TOLERANCE_S = 60;

    /**
     * Refuse a request that no key of ours signed, or not just now.
     *
     * @param signed_request $request
     * @param string[] $keys raw bytes; any of them may have signed
     * @param int $now Unix time
     * @throws bridge_exception bridge_bad_signature or bridge_clock_skew
     */
    public static function require_valid(signed_request $request, array $keys, int $now): void {
        if (!self::is_well_formed($request) || !self::is_signed($request, $keys)) {
            throw new bridge_exception('bridge_bad_signature', 'The request is not signed with a key of this site.');
        }
        if (abs($now - (int) $request->timestamp()) > self::TOLERANCE_S) {
            $message = 'The clocks of Moodle and of the sidecar differ by more than a minute.';
            throw new bridge_exception('bridge_clock_skew', $message, ['now' => $now]);
        }
    }

    /**
     * Tell whether the headers have the form the protocol asks for.
     *
     * @param signed_request $request
     * @return bool
     */
    private static function is_well_formed(signed_request $request): bool {
        return preg_match('/^[0-9]{1,12}$/D', $request->timestamp())
            && preg_match('/^[0-9a-f]{32}$/D', $request->nonce())
            && preg_match('/^v1=[0-9a-f]{64}$/D', $request->signature());
    }

    /**
     * Tell whether one of the keys made the signature; takes as long for the first as for the last.
     *
     * @param signed_request $request
     * @param string[] $keys
     * @return bool
     */
    private static function is_signed(signed_request $request, array $keys): bool {
        $message = $request->timestamp() . '.' . $request->nonce() . '.' . $request->body();
        $found = false;
        foreach ($keys as $key) {
            $expected = 'v1=' . hash_hmac('sha256', $message, $key);
            $found = hash_equals($expected, $request->signature()) || $found;
        }
        return $found;
    }
}
