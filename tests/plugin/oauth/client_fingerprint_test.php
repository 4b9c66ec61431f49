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

use local_mcpgate\local\oauth\client_fingerprint;
use PHPUnit\Framework\TestCase;

/**
 * What makes a client another.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class client_fingerprint_test extends TestCase {

    /** A client as it is stored. */
    private const ROW = [
        'name' => 'Claude',
        'redirecturis' => '["https://claude.ai/cb"]',
        'authmethod' => 'private_key_jwt',
        'metadata' => '{"jwks":{"keys":[{"kty":"EC","kid":"1"},{"kty":"EC","kid":"2"}]},"logo_uri":"https://claude.ai/logo"}',
    ];

    /**
     * A person was asked about something else.
     *
     * @dataProvider other_clients
     * @param array $changes
     */
    public function test_another_client_has_another_fingerprint(array $changes): void {
        $this->assertNotSame(self::fingerprint([]), self::fingerprint($changes));
    }

    /**
     * Changes that matter.
     *
     * @return array
     */
    public static function other_clients(): array {
        return [
            'name' => [['name' => 'claude']],
            'redirect URI' => [['redirecturis' => '["https://claude.ai/cb","https://evil.example/cb"]']],
            'case of a redirect URI' => [['redirecturis' => '["https://claude.ai/CB"]']],
            'no proof' => [['authmethod' => 'none']],
            'a key more' => [['metadata' => '{"jwks":{"keys":[{"kty":"EC","kid":"1"},{"kty":"EC","kid":"2"},{"kty":"EC"}]}}']],
            'keys in another order' => [['metadata' => '{"jwks":{"keys":[{"kty":"EC","kid":"2"},{"kty":"EC","kid":"1"}]}}']],
            'keys elsewhere' => [['metadata' => '{"jwks_uri":"https://claude.ai/keys"}']],
            'no keys' => [['metadata' => '{}']],
            'no metadata' => [['metadata' => null]],
        ];
    }

    /**
     * What nobody was shown, or is only written in another way, does not count.
     *
     * @dataProvider same_client
     * @param array $changes
     */
    public function test_the_same_client_keeps_its_fingerprint(array $changes): void {
        $this->assertSame(self::fingerprint([]), self::fingerprint($changes));
    }

    /**
     * Changes that do not matter.
     *
     * @return array
     */
    public static function same_client(): array {
        return [
            'no logo' => [['metadata' => '{"jwks":{"keys":[{"kty":"EC","kid":"1"},{"kty":"EC","kid":"2"}]}}']],
            'members in another order' => [['metadata' => '{"jwks":{"keys":[{"kid":"1","kty":"EC"},{"kid":"2","kty":"EC"}]}}']],
            'white space' => [['redirecturis' => '[ "https:\/\/claude.ai\/cb" ]']],
            'times and secrets' => [['timemodified' => 7, 'secrethash' => 'x', 'kind' => 'metadata']],
        ];
    }

    /**
     * Take the fingerprint of the client with changes.
     *
     * @param array $changes
     * @return string
     */
    private static function fingerprint(array $changes): string {
        return client_fingerprint::of((object) ($changes + self::ROW));
    }
}
