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
use local_mcpgate\local\oauth\client_invalid;
use local_mcpgate\local\oauth\metadata_document;
use PHPUnit\Framework\TestCase;

/**
 * Metadata documents that admins enter.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class metadata_document_test extends TestCase {

    /** Where it is published. */
    private const URL = 'https://assistant.example.org/client.json';

    /** A good one. */
    private const DOCUMENT = [
        'client_id' => self::URL,
        'client_name' => 'Assistant',
        'redirect_uris' => ['https://assistant.example.org/cb'],
    ];

    /**
     * A document that says no more than it has to is of a public client.
     */
    public function test_a_document_becomes_columns(): void {
        $document = metadata_document::read(self::URL, json_encode(self::DOCUMENT));
        $this->assertSame(self::URL, $document->client_id());
        $columns = $document->details()->to_columns();
        $this->assertSame(['Assistant', '["https://assistant.example.org/cb"]', 'none'],
            [$columns['name'], $columns['redirecturis'], $columns['authmethod']]);
    }

    /**
     * It is written for all servers, so what none of ours may use is passed over.
     */
    public function test_what_this_site_does_not_take_is_passed_over(): void {
        $columns = metadata_document::read(self::URL, json_encode([
            'redirect_uris' => ['org.example.assistant:/cb', 'https://assistant.example.org/cb'],
            'grant_types' => ['urn:ietf:params:oauth:grant-type:device_code', 'authorization_code'],
        ] + self::DOCUMENT))->details()->to_columns();
        $this->assertSame('["https://assistant.example.org/cb"]', $columns['redirecturis']);
        $this->assertSame('{"grant_types":["authorization_code"]}', $columns['metadata']);
    }

    /**
     * Mistakes are named for what was entered.
     *
     * @dataProvider mistakes
     * @param array $errors
     * @param string $url
     * @param string $json
     */
    public function test_a_document_the_sidecar_would_refuse_is_refused(array $errors, string $url, string $json): void {
        try {
            metadata_document::read($url, $json)->details();
            $this->fail('accepted');
        } catch (client_invalid $refusal) {
            $this->assertSame($errors, $refusal->errors());
        }
    }

    /**
     * Documents and what is wrong with them.
     *
     * @return array
     */
    public static function mistakes(): array {
        $of = static function (array $changes): string {
            return json_encode($changes + self::DOCUMENT);
        };
        $key = ['token_endpoint_auth_method' => 'private_key_jwt'];
        $cases = [
            'no JSON' => ['document_malformed: 5120', '{'],
            'a list' => ['document_malformed: 5120', '[]'],
            'too long' => ['document_malformed: 5120', $of(['x' => str_repeat('x', 5120)])],
            'another client' => ['document_otherclient', $of(['client_id' => self::URL . '/'])],
            'the same in capitals' => ['document_otherclient', $of(['client_id' => 'https://ASSISTANT.example.org/client.json'])],
            'no client_id' => ['document_otherclient', json_encode(['client_name' => 'x'])],
            'no name' => ['document_lacks: client_name', $of(['client_name' => ' '])],
            'a name that is none' => ['document_lacks: client_name', $of(['client_name' => ['x']])],
            'no redirect URIs' => ['client_redirecturiscount: 10', $of(['redirect_uris' => []])],
            'redirect URIs that are no list' => ['client_redirecturiscount: 10', $of(['redirect_uris' => 'https://a.example/cb'])],
            'none that can be used' => ['client_redirecturiscount: 10', $of(['redirect_uris' => ['javascript:alert(1)', 7]])],
            'a secret' => ['document_secret', $of(['client_secret' => 'x'])],
            'a secret that is null' => ['document_secret', $of(['client_secret' => null])],
            'the end of a secret' => ['document_secret', $of(['client_secret_expires_at' => 0])],
            'a way with a secret' => ['document_authmethod', $of(['token_endpoint_auth_method' => 'client_secret_basic'])],
            'a way that is none' => ['document_authmethod', $of(['token_endpoint_auth_method' => ['none']])],
            'other grants' => ['document_lacks: grant_types: authorization_code', $of(['grant_types' => ['client_credentials']])],
            'other answers' => ['document_lacks: response_types: code', $of(['response_types' => ['token']])],
            'no keys' => ['client_keyscount', $of($key)],
            'keys twice' => ['client_keyscount', $of($key + ['jwks' => (object) [], 'jwks_uri' => 'https://a.example/keys'])],
            'keys that are none' => ['client_jwksinvalid', $of($key + ['jwks' => 'x'])],
            'keys at no address' => ['client_jwksuriinvalid', $of($key + ['jwks_uri' => ['https://a.example/keys']])],
        ];
        return ['an address that is none' => [['clientid' => 'document_urlinvalid'], 'https://localhost/c', $of([])]]
            + array_map(static function (array $case): array {
                return [['document' => $case[0]], self::URL, $case[1]];
            }, $cases);
    }

    /**
     * The document that an admin is shown of a stored client is one that can be entered again.
     */
    public function test_a_stored_client_is_written_as_its_document(): void {
        $json = json_encode(['token_endpoint_auth_method' => 'private_key_jwt', 'jwks' => ['keys' => [jwk::ec('P-256', 32)]],
            'grant_types' => ['authorization_code']] + self::DOCUMENT);
        $details = metadata_document::read(self::URL, $json)->details();
        $row = (object) ($details->to_columns() + ['clientid' => self::URL, 'kind' => client::METADATA, 'secrethash' => null,
            'timecreated' => 1, 'timemodified' => 1, 'timeexpires' => null]);
        $written = metadata_document::text(new client($row));
        $this->assertEquals($details, metadata_document::read(self::URL, $written)->details());
    }
}
