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

namespace local_mcpgate\oauth;

use local_mcpgate\fixtures\jwk;
use local_mcpgate\local\oauth\client_invalid;
use local_mcpgate\local\oauth\client_keys;
use PHPUnit\Framework\TestCase;

/**
 * Public keys of a client, as an admin enters them.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class client_keys_test extends TestCase {

    /**
     * Only what checking a signature takes is kept of a key.
     */
    public function test_a_key_is_reduced_to_what_is_needed(): void {
        $sent = jwk::rsa(2048) + ['kid' => 'one', 'x5u' => 'https://evil.example/cert', 'jku' => 'https://evil.example/keys'];
        $kept = client_keys::pasted(json_encode(['keys' => [$sent]]));
        $this->assertSame(['kty', 'n', 'e', 'kid', 'alg', 'use'], array_keys($kept['jwks']['keys'][0]));
    }

    /**
     * A set may hold keys for something else, as long as one is for us.
     */
    public function test_keys_that_cannot_be_used_are_left_out(): void {
        $others = [
            jwk::rsa(1024),
            jwk::ec('P-384', 48),
            jwk::ec('secp256k1', 32),
            jwk::rsa(2048) + ['use' => 'enc'],
            jwk::rsa(2048) + ['alg' => 'RS512'],
            jwk::rsa(2048) + ['key_ops' => ['encrypt']],
            ['kty' => 'OKP', 'crv' => 'Ed25519', 'x' => 'AA'],
            ['e' => 'AQ'] + jwk::rsa(2048),
        ];
        $good = jwk::ec('P-256', 32);
        $kept = client_keys::pasted(json_encode(['keys' => array_merge($others, [$good])]));
        $this->assertSame([$good + ['alg' => 'ES256', 'use' => 'sig']], $kept['jwks']['keys']);
    }

    /**
     * Sets that are refused, each with its reason.
     *
     * @dataProvider refused
     * @param string $reason
     * @param string $json
     */
    public function test_a_set_that_is_of_no_use_is_refused(string $reason, string $json): void {
        try {
            client_keys::pasted($json);
            $this->fail('accepted');
        } catch (client_invalid $refusal) {
            $this->assertSame(['jwks' => $reason], $refusal->errors());
        }
    }

    /**
     * Sets of keys and what is wrong with them.
     *
     * @return array
     */
    public static function refused(): array {
        $set = static function (array $keys): string {
            return json_encode(['keys' => $keys]);
        };
        $good = jwk::rsa(2048);
        return [
            'no JSON' => ['client_jwksinvalid', 'keys'],
            'a list' => ['client_jwksinvalid', json_encode([$good])],
            'no keys' => ['client_jwksinvalid', $set([])],
            'too many keys' => ['client_jwksinvalid', $set(array_fill(0, 21, jwk::ec('P-256', 32)))],
            'a key that is none' => ['client_jwksinvalid', $set([$good, 'x'])],
            'too long' => ['client_jwksinvalid', $set([$good]) . str_repeat(' ', 16384)],
            'a private key' => ['client_jwksprivate', $set([$good, jwk::ec('P-256', 32) + ['d' => 'AAAA']])],
            'a shared key' => ['client_jwksprivate', $set([['kty' => 'oct', 'k' => 'AAAA']])],
            'only weak keys' => ['client_jwksunusable', $set([jwk::rsa(1024), jwk::rsa(9000)])],
            'no members' => ['client_jwksunusable', $set([['kty' => 'RSA']])],
            'members that are no text' => ['client_jwksunusable', $set([['kty' => 'EC', 'crv' => 'P-256', 'x' => 1, 'y' => []]])],
            'padded coordinates' => ['client_jwksunusable', $set([['x' => str_repeat('A', 43) . '='] + jwk::ec('P-256', 32)])],
            'a name that is no text' => ['client_jwksunusable', $set([$good + ['kid' => 7]])],
        ];
    }

    /**
     * An address is held to the rules for documents of others.
     */
    public function test_an_address_of_keys_has_to_be_public_and_plain(): void {
        $this->assertSame(['jwks_uri' => 'https://a.example/keys'], client_keys::published('https://a.example/keys'));
        $this->expectException(client_invalid::class);
        client_keys::published('https://10.0.0.5/keys');
    }
}
