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

namespace local_mcpgate\site;

use local_mcpgate\fixtures\site;
use local_mcpgate\local\allowed_origins;
use local_mcpgate\local\site_settings;
use PHPUnit\Framework\TestCase;

/**
 * Web origins, exactly as browsers write them.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class allowed_origins_test extends TestCase {

    /**
     * An origin is kept as it is.
     *
     * @dataProvider origins
     * @param string $origin
     */
    public function test_an_origin_is_kept(string $origin): void {
        $this->assertNull(allowed_origins::problem($origin));
        $this->assertSame([$origin], allowed_origins::parse($origin));
    }

    /**
     * Origins.
     *
     * @return array
     */
    public static function origins(): array {
        return array_map(static function (string $origin): array {
            return [$origin];
        }, [
            'https://inspector.example.edu', 'https://inspector.example.edu:8443', 'https://xn--bcher-kva.example',
            'https://192.0.2.7', 'http://localhost', 'http://localhost:6274', 'http://127.0.0.1:8080', 'http://[::1]:6274',
            'https://localhost:65535',
        ]);
    }

    /**
     * Whatever a browser would not send, or anybody could pretend to be, is refused by name and never told.
     *
     * @dataProvider no_origins
     * @param string $line
     */
    public function test_anything_else_is_refused(string $line): void {
        $this->assertSame($line, allowed_origins::problem("https://good.example\n{$line}"));
        $this->assertSame(['https://good.example'], allowed_origins::parse("https://good.example\n{$line}"));
    }

    /**
     * Lines that are no origins.
     *
     * @return array
     */
    public static function no_origins(): array {
        return array_map(static function (string $line): array {
            return [$line];
        }, [
            'any' => '*',
            'opaque' => 'null',
            'wildcard host' => 'https://*.example.edu',
            'plain http elsewhere' => 'http://inspector.example.edu',
            'a private network' => 'http://192.168.0.7',
            'a host that looks local' => 'http://localhost.evil.example',
            'a slash' => 'https://inspector.example.edu/',
            'a path' => 'https://inspector.example.edu/app',
            'a query' => 'https://inspector.example.edu?a',
            'a fragment' => 'https://inspector.example.edu#a',
            'a user' => 'https://user@inspector.example.edu',
            'capitals' => 'https://Inspector.example.edu',
            'capital scheme' => 'HTTPS://inspector.example.edu',
            'the port of https' => 'https://inspector.example.edu:443',
            'the port of http' => 'http://localhost:80',
            'no such port' => 'https://inspector.example.edu:65536',
            'port zero' => 'https://inspector.example.edu:0',
            'a port with a zero before' => 'https://inspector.example.edu:08443',
            'an empty port' => 'https://inspector.example.edu:',
            'a final dot' => 'https://inspector.example.edu.',
            'an empty label' => 'https://inspector..example.edu',
            'a label that begins with a hyphen' => 'https://-a.example.edu',
            'letters outside of ASCII' => 'https://bücher.example',
            'no host' => 'https://',
            'another scheme' => 'ftp://inspector.example.edu',
            'an extension' => 'chrome-extension://abcdefghijklmnop',
            'two on a line' => 'https://a.example https://b.example',
            'a long host' => 'https://' . str_repeat('a.', 127) . 'example',
            'a long label' => 'https://' . str_repeat('a', 64) . '.example',
        ]);
    }

    /**
     * Each counts once, however the lines end.
     */
    public function test_lines_are_trimmed_and_counted_once(): void {
        $text = "\r\n  https://a.example\r\nhttps://b.example \n\nhttps://a.example\r";
        $this->assertNull(allowed_origins::problem($text));
        $this->assertSame(['https://a.example', 'https://b.example'], allowed_origins::parse($text));
        $this->assertSame([[], null], [allowed_origins::parse(''), allowed_origins::problem('')]);
    }

    /**
     * There is an end to what a sidecar is told.
     */
    public function test_one_too_many_is_refused(): void {
        $lines = array_map(static function (int $number): string {
            return "https://n{$number}.example";
        }, range(1, allowed_origins::MAX));
        $this->assertNull(allowed_origins::problem(implode("\n", $lines)));
        $more = implode("\n", array_merge($lines, ['https://more.example']));
        $this->assertSame('https://more.example', allowed_origins::problem($more));
        $this->assertSame($lines, allowed_origins::parse($more));
    }

    /**
     * A site that says nothing, or nonsense, knows nobody by a document and trusts no web page.
     */
    public function test_what_is_not_set_is_not_allowed(): void {
        foreach ([[], ['clientdocuments' => 'FETCH', 'allowedorigins' => '*']] as $settings) {
            site::set($settings);
            $this->assertSame(site_settings::DOCUMENTS_OFF, site_settings::current()->client_documents());
            $this->assertSame([], site_settings::current()->allowed_origins());
        }
        site::set(['clientdocuments' => 'fetch', 'allowedorigins' => 'https://a.example']);
        $this->assertSame(site_settings::DOCUMENTS_FETCH, site_settings::current()->client_documents());
        $this->assertSame(['https://a.example'], site_settings::current()->allowed_origins());
    }
}
