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

namespace local_mcpgate\bridge;

use local_mcpgate\local\bridge\bridge_exception;
use local_mcpgate\local\bridge\signature;
use local_mcpgate\local\bridge\signed_request;
use PHPUnit\Framework\TestCase;

/**
 * Who may use the bridge, and when.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class signature_test extends TestCase {

    /** A time to live in. */
    private const NOW = 1790000000;

    /** A nonce. */
    private const NONCE = '0123456789abcdef0123456789abcdef';

    /**
     * Sign a request the way a sidecar does.
     *
     * @param string $key
     * @param int $timestamp
     * @param string $body
     * @return signed_request
     */
    private static function signed(string $key, int $timestamp = self::NOW, string $body = '{"op":"hello"}'): signed_request {
        $signature = 'v1=' . hash_hmac('sha256', $timestamp . '.' . self::NONCE . '.' . $body, $key);
        return new signed_request($body, (string) $timestamp, self::NONCE, $signature);
    }

    /**
     * Return the refusal of a request.
     *
     * @param signed_request $request
     * @param string[] $keys
     * @return bridge_exception|null
     */
    private static function refusal(signed_request $request, array $keys): ?bridge_exception {
        try {
            signature::require_valid($request, $keys, self::NOW);
            return null;
        } catch (bridge_exception $refusal) {
            return $refusal;
        }
    }

    /**
     * The signature is the one of the protocol, computed here from its definition.
     */
    public function test_a_signature_computed_elsewhere_is_accepted(): void {
        $signature = 'v1=8a925faf4ba3a49d961a1094812f9bdcd8a5b2203fee7f74a2b6830ef42b8d31';
        $request = new signed_request('{}', '1790000000', self::NONCE, $signature);
        $this->assertNull(self::refusal($request, [str_repeat("\x01", 32)]));
    }

    /**
     * While keys rotate, both sign.
     */
    public function test_every_key_of_the_ring_verifies(): void {
        foreach (['old', 'new'] as $key) {
            $this->assertNull(self::refusal(self::signed($key), ['new', 'old']));
        }
    }

    /**
     * No key of ours, no entry.
     *
     * @dataProvider untrusted_requests
     * @param signed_request $request
     * @param string[] $keys
     */
    public function test_a_request_no_key_signed_is_refused(signed_request $request, array $keys): void {
        $refusal = self::refusal($request, $keys);
        $this->assertNotNull($refusal);
        $this->assertSame('bridge_bad_signature', $refusal->bridge_code());
    }

    /**
     * Requests that prove nothing.
     *
     * @return array
     */
    public static function untrusted_requests(): array {
        $good = self::signed('key');
        $with = static function (string $timestamp, string $nonce, string $signature) use ($good): signed_request {
            return new signed_request($good->body(), $timestamp, $nonce, $signature);
        };
        return [
            'another key' => [self::signed('other'), ['key']],
            'no key at all' => [$good, []],
            'another body' => [new signed_request('{"op":"call"}', $good->timestamp(), self::NONCE, $good->signature()), ['key']],
            'another time' => [$with('1790000001', self::NONCE, $good->signature()), ['key']],
            'another nonce' => [$with($good->timestamp(), str_repeat('0', 32), $good->signature()), ['key']],
            'no headers' => [$with('', '', ''), ['key']],
            'no version' => [$with($good->timestamp(), self::NONCE, substr($good->signature(), 3)), ['key']],
            'upper case' => [$with($good->timestamp(), self::NONCE, 'v1=' . strtoupper(substr($good->signature(), 3))), ['key']],
            'a trailing newline' => [$with($good->timestamp(), self::NONCE, $good->signature() . "\n"), ['key']],
            'a negative time' => [self::signed('key', -1), ['key']],
        ];
    }

    /**
     * Sixty seconds either way, and not one more.
     *
     * @dataProvider clocks
     * @param int $offset of the sidecar's clock
     * @param bool $accepted
     */
    public function test_clocks_may_differ_by_a_minute(int $offset, bool $accepted): void {
        $refusal = self::refusal(self::signed('key', self::NOW + $offset), ['key']);
        $this->assertSame($accepted, $refusal === null);
        if ($refusal !== null) {
            $this->assertSame('bridge_clock_skew', $refusal->bridge_code());
            $this->assertSame(['now' => self::NOW], $refusal->detail());
        }
    }

    /**
     * Offsets at the edges.
     *
     * @return array
     */
    public static function clocks(): array {
        return [
            'same' => [0, true],
            'slow' => [-60, true],
            'fast' => [60, true],
            'too slow' => [-61, false],
            'too fast' => [61, false],
        ];
    }
}
