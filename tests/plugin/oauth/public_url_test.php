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

use local_mcpgate\local\public_url;
use PHPUnit\Framework\TestCase;

/**
 * The public address of the MCP endpoint.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class public_url_test extends TestCase {

    /**
     * The browser goes back to where the sidecar is, under the path of the site.
     *
     * @dataProvider good
     * @param string $url
     * @param string $base
     */
    public function test_a_safe_address_says_where_the_browser_returns(string $url, string $base): void {
        $parsed = public_url::parse($url);
        $this->assertSame($url, $parsed->url());
        $this->assertSame("{$base}/oauth/return?request=r&ticket=t%26", $parsed->return_url('r', 't&'));
    }

    /**
     * Addresses and what comes before /mcp.
     *
     * @return array
     */
    public static function good(): array {
        return [
            ['https://moodle.example.edu/mcp', 'https://moodle.example.edu'],
            ['https://moodle.example.edu:8443/mcp', 'https://moodle.example.edu:8443'],
            ['https://example.edu/lms/moodle/mcp', 'https://example.edu/lms/moodle'],
            ['http://127.0.0.1:8080/mcp', 'http://127.0.0.1:8080'],
            ['http://localhost/mcp', 'http://localhost'],
            ['http://[::1]:8080/mcp', 'http://[::1]:8080'],
        ];
    }

    /**
     * Anything else is no address of ours.
     *
     * @dataProvider bad
     * @param string $url
     */
    public function test_an_unsafe_or_ambiguous_address_is_none(string $url): void {
        $this->assertNull(public_url::parse($url));
    }

    /**
     * Addresses that are unsafe, or not in the one form everybody compares.
     *
     * @return array
     */
    public static function bad(): array {
        return array_map(static function (string $url): array {
            return [$url];
        }, [
            'http://moodle.example.edu/mcp', 'https://moodle.example.edu/', 'https://moodle.example.edu/mcp/',
            'https://moodle.example.edu/mcp?x', 'https://moodle.example.edu/mcp#x', 'https://u:p@moodle.example.edu/mcp',
            'https://Moodle.example.edu/mcp', 'https://moodle.example.edu:443/mcp', 'http://localhost:80/mcp',
            'https://moodle.example.edu//mcp', 'https://moodle.example.edu/../mcp', 'https://moodle.example.edu/%2e/mcp',
            "https://moodle.example.edu/mcp\n", 'https://moodle.example.edu:0/mcp', 'https://-example.edu/mcp',
            'http://127.0.0.1.evil.example/mcp', 'ftp://moodle.example.edu/mcp', 'moodle.example.edu/mcp', '',
        ]);
    }
}
