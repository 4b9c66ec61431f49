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

namespace local_mcpgate\webhook;

use local_mcpgate\local\webhook\endpoint_url;
use PHPUnit\Framework\TestCase;

/**
 * Where messages may go.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class endpoint_url_test extends TestCase {

    /**
     * Public addresses are taken as they are.
     *
     * @dataProvider outside
     * @param string $text
     * @param string $host
     */
    public function test_a_public_address_is_taken_as_it_is(string $text, string $host): void {
        $url = endpoint_url::parse($text);
        $this->assertSame([$text, $host, false], [$url->text(), $url->host(), (bool) $url->is_inside()]);
    }

    /**
     * Addresses that can be public, and their hosts.
     *
     * @return array
     */
    public static function outside(): array {
        return [
            ['https://siem.example.edu', 'siem.example.edu'],
            ['https://SIEM.Example.edu/moodle', 'siem.example.edu'],
            ['https://siem.example.edu:8088/services/collector/raw?channel=a%20b&sig=x/y', 'siem.example.edu'],
            ['https://siem.example.edu?token=1', 'siem.example.edu'],
            ['https://xn--hochschule-mnchen-d3b.example/x', 'xn--hochschule-mnchen-d3b.example'],
            ['https://not-localhost.example/', 'not-localhost.example'],
        ];
    }

    /**
     * What leads inside is known for it, whatever it leads to.
     *
     * @dataProvider inside
     * @param string $text
     */
    public function test_an_address_that_leads_inside_is_known_for_it(string $text): void {
        $this->assertTrue((bool) endpoint_url::parse($text)->is_inside());
    }

    /**
     * Addresses that need an explicit choice.
     *
     * @return array
     */
    public static function inside(): array {
        return array_map(static function (string $text): array {
            return [$text];
        }, ['http://siem.example.edu/', 'https://siem/', 'https://localhost/', 'https://a.localhost/', 'https://siem.local/',
            'https://siem.internal/', 'https://siem.home.arpa/', 'https://10.0.0.5/', 'https://8.8.8.8/', 'https://[::1]:8443/x',
            'https://[2001:db8::1]/']);
    }

    /**
     * Everything else is refused.
     *
     * @dataProvider refused
     * @param string $text
     */
    public function test_what_cannot_be_an_address_is_refused(string $text): void {
        $this->assertNull(endpoint_url::parse($text));
    }

    /**
     * Texts that are no address.
     *
     * @return array
     */
    public static function refused(): array {
        return array_map(static function (string $text): array {
            return [$text];
        }, ['', 'siem.example.edu', 'ftp://siem.example.edu/', 'javascript://siem.example.edu/', 'https:///x', 'https://',
            'https://user@siem.example.edu/', 'https://user:pw@siem.example.edu/', 'https://siem.example.edu/#x',
            'https://siem.example.edu/a b', "https://siem.example.edu/\n", 'https://siem.example.edu/%zz',
            'https://siem.example.edu:0/', 'https://siem.example.edu:65536/', 'https://siem.example.edu:/',
            'https://siem.exämple.edu/', 'https://siem..example.edu/', 'https://-siem.example.edu/', 'https://siem.example.edu./',
            'https://127.1/', 'https://2130706433/', 'https://0x7f.0.0.1/', 'https://0x7f000001/', 'https://1.2.3.4.5/',
            'https://256.1.1.1/', 'https://[::1/', 'https://[gg::1]/', 'https://[1.2.3.4.5]/', 'HTTPS://siem.example.edu/',
            'https://siem.example.edu\\@10.0.0.5/', 'https://siem.example.edu/' . str_repeat('a', 1000),
            'https://' . str_repeat('a.', 130) . 'example/']);
    }
}
