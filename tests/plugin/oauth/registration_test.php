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

use local_mcpgate\local\bridge\bridge_exception;
use local_mcpgate\local\oauth\registration;
use PHPUnit\Framework\TestCase;

/**
 * What a client says of itself.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class registration_test extends TestCase {

    /** A client that registered itself. */
    private const CLIENT = [
        'client_id' => 'c-1',
        'kind' => 'dynamic',
        'name' => 'Claude',
        'redirect_uris' => ['https://claude.ai/cb'],
        'auth_method' => 'none',
        'secrethash' => null,
        'metadata' => [],
    ];

    /**
     * Columns hold what was sent, the metadata as an object.
     */
    public function test_a_registration_becomes_columns(): void {
        $row = registration::read(self::CLIENT);
        $this->assertSame(['c-1', 'dynamic', 'Claude'], [$row->clientid, $row->kind, $row->name]);
        $this->assertSame(['["https://claude.ai/cb"]', '{}'], [$row->redirecturis, $row->metadata]);
    }

    /**
     * The mistake is named.
     *
     * @dataProvider mistakes
     * @param string $field
     * @param array $changes
     */
    public function test_a_mistake_is_refused_by_name(string $field, array $changes): void {
        try {
            registration::read($changes + self::CLIENT);
            $this->fail('accepted');
        } catch (bridge_exception $refusal) {
            $this->assertSame(['bridge_bad_request', ['field' => $field]], [$refusal->bridge_code(), $refusal->detail()]);
        }
    }

    /**
     * Fields and what is wrong with them.
     *
     * @return array
     */
    public static function mistakes(): array {
        $metadata = ['kind' => 'metadata', 'client_id' => 'https://claude.ai/client'];
        return [
            'an admin alone registers this kind' => ['kind', ['kind' => 'registered']],
            'the name of another host' => ['client_id', ['client_id' => 'https://claude.ai/client']],
            'the same in capitals' => ['client_id', ['client_id' => 'HTTPS://claude.ai/client']],
            'a document without an address' => ['client_id', ['kind' => 'metadata']],
            'a shared secret in a public document' => [
                'secrethash', $metadata + ['auth_method' => 'client_secret_post', 'secrethash' => str_repeat('a', 64)],
            ],
            'a secret nobody asks for' => ['secrethash', ['secrethash' => str_repeat('a', 64)]],
            'no secret where one is asked for' => ['secrethash', ['auth_method' => 'client_secret_basic']],
            'an unknown way of authenticating' => ['auth_method', ['auth_method' => 'tls_client_auth']],
            'no redirect URI' => ['redirect_uris', ['redirect_uris' => []]],
            'eleven redirect URIs' => ['redirect_uris', ['redirect_uris' => array_fill(0, 11, 'https://claude.ai/cb')]],
            'an unsafe redirect URI' => ['redirect_uris', ['redirect_uris' => ['https://claude.ai/cb', 'javascript:/x']]],
            'named redirect URIs' => ['redirect_uris', ['redirect_uris' => ['a' => 'https://claude.ai/cb']]],
            'a name that is none' => ['name', ['name' => ['Claude']]],
            'metadata of the wrong type' => ['metadata', ['metadata' => 'x']],
            'metadata without end' => ['metadata', ['metadata' => ['x' => str_repeat('a', 70000)]]],
            'a line break in the client_id' => ['client_id', ['client_id' => "c-1\n"]],
        ];
    }
}
