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
 * The public keys a client signs for: a set of them, or the address at which it publishes them (RFC 7591 §2).
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class client_keys {

    /** @var int Keys of one client. */
    private const MAX_KEYS = 20;

    /** @var int Bytes of a set of keys. */
    private const MAX_BYTES = 16384;

    /** @var int Bytes of a key's name. */
    private const MAX_KID = 256;

    /** @var int Bits of the modulus. */
    private const MIN_RSA_BITS = 2048;

    /** @var int Bits of the modulus: more makes each check of a signature dear. */
    private const MAX_RSA_BITS = 8192;

    /** @var int Bytes of a coordinate on P-256. */
    private const COORDINATE_BYTES = 32;

    /** @var string[] Members that only private and shared keys have (RFC 7518 §6). */
    private const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];

    /** @var array[] Members of the kinds of keys that can be used, and their algorithm. */
    private const KINDS = [
        'RSA' => ['members' => ['n', 'e'], 'alg' => 'RS256'],
        'EC' => ['members' => ['crv', 'x', 'y'], 'alg' => 'ES256'],
    ];

    /**
     * Return those of stored or sent metadata, as they are.
     *
     * @param \stdClass $metadata
     * @return array jwks or jwks_uri, or nothing
     */
    public static function of(\stdClass $metadata): array {
        return array_intersect_key((array) $metadata, ['jwks' => true, 'jwks_uri' => true]);
    }

    /**
     * Check an address at which a client publishes its keys.
     *
     * @param string $text
     * @return array the member jwks_uri
     * @throws client_invalid
     */
    public static function published(string $text): array {
        if (document_url::parse($text) === null) {
            throw client_invalid::field('jwksuri', 'client_jwksuriinvalid');
        }
        return ['jwks_uri' => $text];
    }

    /**
     * Read a set of keys, and keep of it what checking signatures takes.
     *
     * @param string $json
     * @return array the member jwks
     * @throws client_invalid
     */
    public static function pasted(string $json): array {
        $set = strlen($json) > self::MAX_BYTES ? null : json_decode($json);
        if (!$set instanceof \stdClass) {
            throw client_invalid::field('jwks', 'client_jwksinvalid');
        }
        return ['jwks' => self::kept($set)];
    }

    /**
     * Check a set of keys.
     *
     * @param mixed $set
     * @return array its member keys, with those that can be used
     * @throws client_invalid
     */
    public static function kept($set): array {
        $keys = $set instanceof \stdClass ? ($set->keys ?? null) : null;
        if (!is_array($keys) || !$keys || count($keys) > self::MAX_KEYS) {
            throw client_invalid::field('jwks', 'client_jwksinvalid');
        }
        foreach ($keys as $key) {
            if (!$key instanceof \stdClass) {
                throw client_invalid::field('jwks', 'client_jwksinvalid');
            }
            if (array_intersect_key((array) $key, array_flip(self::PRIVATE_MEMBERS))) {
                throw client_invalid::field('jwks', 'client_jwksprivate');
            }
        }
        $usable = array_values(array_filter(array_map([self::class, 'usable'], $keys)));
        if (!$usable) {
            throw client_invalid::field('jwks', 'client_jwksunusable');
        }
        return ['keys' => $usable];
    }

    /**
     * Return what is needed of one key.
     *
     * @param \stdClass $key
     * @return array|null null if signatures of ours cannot be checked with it
     */
    private static function usable(\stdClass $key): ?array {
        $kind = self::KINDS[is_string($key->kty ?? null) ? $key->kty : ''] ?? null;
        if ($kind === null || !self::is_for_signing($key, $kind['alg'])) {
            return null;
        }
        $own = array_filter(array_intersect_key((array) $key, array_flip($kind['members'])), 'is_string');
        $iswhole = count($own) === count($kind['members']);
        if (!$iswhole || !($key->kty === 'RSA' ? self::is_strong_rsa($own) : self::is_on_p256($own))) {
            return null;
        }
        $named = isset($key->kid) ? ['kid' => $key->kid] : [];
        return ['kty' => $key->kty] + $own + $named + ['alg' => $kind['alg'], 'use' => 'sig'];
    }

    /**
     * Tell whether a key says that it is for checking signatures of this kind.
     *
     * @param \stdClass $key
     * @param string $algorithm
     * @return bool
     */
    private static function is_for_signing(\stdClass $key, string $algorithm): bool {
        $operations = $key->key_ops ?? ['verify'];
        $kid = $key->kid ?? '';
        return ($key->alg ?? $algorithm) === $algorithm && ($key->use ?? 'sig') === 'sig'
            && is_array($operations) && in_array('verify', $operations, true) && is_string($kid) && strlen($kid) <= self::MAX_KID;
    }

    /**
     * Tell whether an RSA key is strong enough, and not so long that checking takes for ever.
     *
     * @param string[] $members
     * @return bool
     */
    private static function is_strong_rsa(array $members): bool {
        $modulus = ltrim(self::bytes($members['n']), "\0");
        $exponent = ltrim(self::bytes($members['e']), "\0");
        $bits = $modulus === '' ? 0 : 8 * (strlen($modulus) - 1) + strlen(decbin(ord($modulus[0])));
        return $bits >= self::MIN_RSA_BITS && $bits <= self::MAX_RSA_BITS && ord(substr($modulus, -1)) % 2 === 1
            && strlen($exponent) >= 1 && strlen($exponent) <= 8 && $exponent !== "\x01" && ord(substr($exponent, -1)) % 2 === 1;
    }

    /**
     * Tell whether a key says it is a point of P-256.
     *
     * @param string[] $members
     * @return bool
     */
    private static function is_on_p256(array $members): bool {
        return $members['crv'] === 'P-256' && strlen(self::bytes($members['x'])) === self::COORDINATE_BYTES
            && strlen(self::bytes($members['y'])) === self::COORDINATE_BYTES;
    }

    /**
     * Decode base64url.
     *
     * @param string $text
     * @return string empty if it is none
     */
    private static function bytes(string $text): string {
        $decoded = preg_match('/^[A-Za-z0-9_-]+$/D', $text) ? base64_decode(strtr($text, '-_', '+/'), true) : false;
        return $decoded === false ? '' : $decoded;
    }
}
