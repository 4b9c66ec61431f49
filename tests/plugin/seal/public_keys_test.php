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

namespace local_mcpgate\seal;

use local_mcpgate\local\seal\public_keys;
use local_mcpgate\local\seal\signature;
use PHPUnit\Framework\TestCase;

/**
 * Which signatures count.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class public_keys_test extends TestCase {

    /** @var string Bytes of the public half. */
    private $public;

    /** @var signature Over "said". */
    private $signature;

    /**
     * Make a pair of keys and sign with it.
     */
    protected function setUp(): void {
        $pair = sodium_crypto_sign_keypair();
        $this->public = sodium_crypto_sign_publickey($pair);
        $bytes = sodium_crypto_sign_detached('said', sodium_crypto_sign_secretkey($pair));
        $this->signature = new signature(public_keys::id($this->public), base64_encode($bytes));
    }

    /**
     * A key verifies what it signed and nothing else.
     */
    public function test_a_key_verifies_what_it_signed_and_nothing_else(): void {
        $keys = public_keys::parse([base64_encode($this->public)]);
        $this->assertTrue($keys->verify($this->signature, 'said'));
        $this->assertFalse($keys->verify($this->signature, 'said otherwise'));
    }

    /**
     * A signature of an unknown key does not count.
     */
    public function test_a_signature_of_an_unknown_key_does_not_count(): void {
        $others = new public_keys([sodium_crypto_sign_publickey(sodium_crypto_sign_keypair())]);
        $this->assertFalse($others->verify($this->signature, 'said'));
        $this->assertFalse((new public_keys([]))->verify($this->signature, 'said'));
    }

    /**
     * A key cannot take the name of another.
     */
    public function test_a_key_cannot_take_the_name_of_another(): void {
        $other = new signature('0123456789abcdef', $this->signature->text());
        $this->assertFalse((new public_keys([$this->public]))->verify($other, 'said'));
    }

    /**
     * Texts that are no signatures.
     *
     * @return array[]
     */
    public static function broken(): array {
        return [[''], ['!'], [base64_encode('short')], [base64_encode(str_repeat('a', 64))], [base64_encode(str_repeat('a', 65))]];
    }

    /**
     * What is no signature is refused and stops nothing.
     *
     * @dataProvider broken
     * @param string $text
     */
    public function test_what_is_no_signature_does_not_count(string $text): void {
        $keys = new public_keys([$this->public]);
        $this->assertFalse($keys->verify(new signature(public_keys::id($this->public), $text), 'said'));
    }

    /**
     * Texts that are no keys.
     *
     * @return array[]
     */
    public static function no_keys(): array {
        return [[''], ['abc'], ['!!!!'], [base64_encode(str_repeat('a', 31))], [base64_encode(str_repeat('a', 33))]];
    }

    /**
     * What is no key is refused.
     *
     * @dataProvider no_keys
     * @param string $text
     */
    public function test_what_is_no_key_is_refused(string $text): void {
        $this->expectException(\InvalidArgumentException::class);
        public_keys::parse([$text]);
    }
}
