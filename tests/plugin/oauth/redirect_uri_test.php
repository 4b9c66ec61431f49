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

use local_mcpgate\local\oauth\redirect_uri;
use PHPUnit\Framework\TestCase;

/**
 * Where a client wants the browser sent.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class redirect_uri_test extends TestCase {

    /**
     * Only https, this machine, and programs' own schemes.
     *
     * @dataProvider unacceptable
     * @param string $uri
     */
    public function test_an_unsafe_uri_is_none(string $uri): void {
        $this->assertNull(redirect_uri::parse($uri));
    }

    /**
     * URIs that could lead elsewhere than they say.
     *
     * @return array
     */
    public static function unacceptable(): array {
        return array_map(static function (string $uri): array {
            return [$uri];
        }, [
            'http://evil.example/cb', 'http://10.0.0.5/cb', 'http://localhost.evil.example/', 'http://127.0.0.1.evil.example/',
            'http://127.0.0.1@evil.example/', 'https://claude.ai@evil.example/', 'https://evil.example\\.claude.ai/',
            'https://claude.ai/cb#here', 'https:///cb', 'javascript:/x/;alert(1)', 'data:/text', 'file:/etc/passwd', 'blob:/x',
            'vbscript:/x', 'myapp://cb', 'intent://cb', 'cursor:cb',
            "https://claude.ai/\ncb", 'https://claude.ai/ cb', 'https://bücher.example/', '//claude.ai/cb', 'cb', '',
        ]);
    }

    /**
     * What is registered covers itself, and any port of this machine.
     *
     * @dataProvider pairs
     * @param string $asked
     * @param string $registered
     * @param bool $covered
     */
    public function test_only_the_port_of_a_loopback_uri_may_differ(string $asked, string $registered, bool $covered): void {
        $this->assertSame($covered, redirect_uri::parse($asked)->is_covered_by($registered));
    }

    /**
     * Pairs of URIs.
     *
     * @return array
     */
    public static function pairs(): array {
        return [
            ['https://claude.ai/cb', 'https://claude.ai/cb', true],
            ['https://claude.ai/cb/', 'https://claude.ai/cb', false],
            ['https://claude.ai/CB', 'https://claude.ai/cb', false],
            ['https://claude.ai/cb?x=1', 'https://claude.ai/cb', false],
            ['https://claude.ai:8443/cb', 'https://claude.ai/cb', false],
            ['http://127.0.0.1:49152/cb', 'http://127.0.0.1/cb', true],
            ['http://127.0.0.1/cb', 'http://127.0.0.1:1/cb', true],
            ['http://[::1]:5/cb', 'http://[::1]/cb', true],
            ['http://localhost:5/cb', 'http://localhost:6/cb', true],
            ['http://localhost:5/cb', 'http://127.0.0.1:5/cb', false],
            ['http://127.0.0.1:5/other', 'http://127.0.0.1/cb', false],
            ['cursor://anysphere.cursor-mcp/oauth', 'cursor://anysphere.cursor-mcp/oauth', true],
        ];
    }

    /**
     * A person sees the host, and is warned of programs on their own device.
     */
    public function test_a_person_sees_where_they_go(): void {
        $shown = [];
        foreach (['https://Claude.ai/cb', 'http://127.0.0.1:5/cb', 'cursor://anysphere.cursor-mcp/oauth'] as $text) {
            $uri = redirect_uri::parse($text);
            $shown[] = [$uri->shown_host(), $uri->is_local()];
        }
        $this->assertSame([['claude.ai', false], ['127.0.0.1:5', true], ['cursor:', true]], $shown);
    }
}
