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

use local_mcpgate\local\oauth\document_url;
use PHPUnit\Framework\TestCase;

/**
 * Addresses that a client can be known by.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class document_url_test extends TestCase {

    /**
     * A host name and a path are enough.
     */
    public function test_a_plain_address_is_kept_as_it_is(): void {
        $url = document_url::parse('https://assistant.example.org/oauth/client.json');
        $this->assertSame('https://assistant.example.org/oauth/client.json', $url->text());
        $this->assertSame('assistant.example.org', $url->host());
    }

    /**
     * What two programs could read in two ways, or that leads into a private network, is refused.
     *
     * @dataProvider unacceptable
     * @param string $url
     */
    public function test_anything_else_is_none(string $url): void {
        $this->assertNull(document_url::parse($url));
    }

    /**
     * Addresses that are not plain.
     *
     * @return array
     */
    public static function unacceptable(): array {
        $long = 'https://assistant.example.org/' . str_repeat('a', 500);
        return array_map(static function (string $url): array {
            return [$url];
        }, [
            'http://assistant.example.org/c', 'HTTPS://assistant.example.org/c', 'https://assistant.example.org',
            'https://assistant.example.org/', 'https://localhost/c', 'https://127.0.0.1/c', 'https://[::1]/c',
            'https://0x7f.1/c', 'https://Assistant.example.org/c', 'https://xn--bcher-kva.example/c', 'https://bücher.example/c',
            'https://a@assistant.example.org/c', 'https://assistant.example.org:443/c', 'https://assistant.example.org:22/c',
            'https://assistant.example.org/c?x=1', 'https://assistant.example.org/c#x', 'https://assistant.example.org/../c',
            'https://assistant.example.org/./c', 'https://assistant.example.org/a//c', 'https://assistant.example.org/%2e%2e/c',
            "https://assistant.example.org/c\n", 'https://assistant..example.org/c', 'https://-a.example.org/c', $long, '',
        ]);
    }
}
