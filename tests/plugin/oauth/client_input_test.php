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
use local_mcpgate\local\oauth\client;
use local_mcpgate\local\oauth\client_input;
use local_mcpgate\local\oauth\client_invalid;
use PHPUnit\Framework\TestCase;

/**
 * What an admin enters for a client.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class client_input_test extends TestCase {

    /** Fields of a good client. */
    private const FIELDS = [
        'name' => 'Library assistant',
        'redirecturis' => "https://library.example.edu/cb\r\nhttp://127.0.0.1/cb\nhttp://127.0.0.1/cb",
        'auth' => 'none',
        'jwks' => '',
        'jwksuri' => '',
    ];

    /**
     * Fields become columns; a URI counts once.
     */
    public function test_what_was_entered_becomes_columns(): void {
        $this->assertSame([
            'name' => 'Library assistant',
            'redirecturis' => '["https://library.example.edu/cb","http://127.0.0.1/cb"]',
            'authmethod' => 'none',
            'metadata' => '{"grant_types":["authorization_code","refresh_token"]}',
        ], client_input::read(self::FIELDS)->to_columns());
    }

    /**
     * Keys belong to clients that sign, and to no others.
     */
    public function test_keys_are_kept_only_for_a_client_that_signs(): void {
        $keys = ['jwksuri' => 'https://library.example.edu/keys'];
        $signing = client_input::read(['auth' => 'key'] + $keys + self::FIELDS)->to_columns();
        $other = client_input::read(['auth' => 'secret'] + $keys + self::FIELDS)->to_columns();
        $this->assertSame('https://library.example.edu/keys', json_decode($signing['metadata'])->jwks_uri);
        $this->assertStringNotContainsString('jwks', $other['metadata']);
    }

    /**
     * Each mistake is named for its field.
     *
     * @dataProvider mistakes
     * @param string $field
     * @param array $changes
     */
    public function test_a_mistake_is_named_for_its_field(string $field, array $changes): void {
        try {
            client_input::read($changes + self::FIELDS);
            $this->fail('accepted');
        } catch (client_invalid $refusal) {
            $this->assertSame([$field], array_keys($refusal->errors()));
        }
    }

    /**
     * Fields and what is wrong with them.
     *
     * @return array
     */
    public static function mistakes(): array {
        $eleven = array_map(static function (int $number): string {
            return "https://library.example.edu/{$number}";
        }, range(1, 11));
        $jwks = json_encode(['keys' => [jwk::rsa(2048)]]);
        return [
            'no name' => ['name', ['name' => '  ']],
            'a name nobody can see' => ['name', ['name' => "\u{200b}\u{2060}"]],
            'a name without end' => ['name', ['name' => str_repeat('n', 101)]],
            'no redirect URI' => ['redirecturis', ['redirecturis' => '']],
            'eleven redirect URIs' => ['redirecturis', ['redirecturis' => implode("\n", $eleven)]],
            'an unsafe redirect URI' => ['redirecturis', ['redirecturis' => "https://library.example.edu/cb\nhttp://10.0.0.5/cb"]],
            'a wildcard' => ['redirecturis', ['redirecturis' => 'https://*.example.edu/cb']],
            'no way to prove itself' => ['auth', ['auth' => '']],
            'an unknown way' => ['auth', ['auth' => 'client_secret_post']],
            'a key client without keys' => ['jwks', ['auth' => 'key']],
            'keys twice' => ['jwks', ['auth' => 'key', 'jwks' => $jwks, 'jwksuri' => 'https://a.example/keys']],
            'bad keys' => ['jwks', ['auth' => 'key', 'jwks' => '{}']],
            'a bad address' => ['jwksuri', ['auth' => 'key', 'jwksuri' => 'http://a.example/keys']],
        ];
    }

    /**
     * All mistakes are named at once.
     */
    public function test_all_mistakes_are_named_at_once(): void {
        try {
            client_input::read([]);
            $this->fail('accepted');
        } catch (client_invalid $refusal) {
            $this->assertSame(['name', 'redirecturis', 'auth'], array_keys($refusal->errors()));
        }
    }

    /**
     * A client that is stored and entered again is the same.
     *
     * @dataProvider wholes
     * @param array $changes
     */
    public function test_a_stored_client_entered_again_changes_nothing(array $changes): void {
        $details = client_input::read($changes + self::FIELDS);
        $row = (object) ($details->to_columns() + ['clientid' => 'c', 'kind' => client::REGISTERED, 'secrethash' => null,
            'timecreated' => 1, 'timemodified' => 1, 'timeexpires' => null]);
        $again = client_input::read(client_input::fields_of(new client($row)));
        $this->assertSame([], $again->changes_since(new client($row)));
        $this->assertEquals($details, $again);
    }

    /**
     * Good clients.
     *
     * @return array
     */
    public static function wholes(): array {
        $jwks = json_encode(['keys' => [jwk::rsa(2048) + ['kid' => 'a/b'], jwk::ec('P-256', 32)]]);
        return [
            'public' => [[]],
            'with a secret' => [['auth' => 'secret']],
            'with keys' => [['auth' => 'key', 'jwks' => $jwks]],
            'with an address of keys' => [['auth' => 'key', 'jwksuri' => 'https://a.example/keys']],
        ];
    }

    /**
     * What is different is named, and nothing else.
     */
    public function test_changes_are_named(): void {
        $row = (object) (client_input::read(self::FIELDS)->to_columns() + ['clientid' => 'c', 'kind' => client::REGISTERED,
            'secrethash' => null, 'timecreated' => 1, 'timemodified' => 1, 'timeexpires' => null]);
        $changed = client_input::read(['name' => 'Other', 'auth' => 'key', 'jwksuri' => 'https://a.example/keys'] + self::FIELDS);
        $this->assertSame(['name', 'auth_method', 'keys'], $changed->changes_since(new client($row)));
    }
}
