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

namespace local_mcpgate\policy;

use local_mcpgate\local\policy\network;
use PHPUnit\Framework\TestCase;

/**
 * Which addresses a network holds.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class network_test extends TestCase {

    /**
     * The sidecar and the plugin read networks alike, and agree on every address.
     *
     * @dataProvider cases
     * @param string $network
     * @param string $address
     * @param bool $held
     */
    public function test_a_network_holds_its_addresses(string $network, string $address, bool $held): void {
        $this->assertSame($held, network::parse($network)->contains($address));
    }

    /**
     * Networks, addresses, and whether the one holds the other.
     *
     * @return array
     */
    public static function cases(): array {
        return self::shared()['cases'];
    }

    /**
     * What is no network is refused.
     *
     * @dataProvider malformed
     * @param string $text
     */
    public function test_what_is_no_network_is_refused(string $text): void {
        $this->expectException(\InvalidArgumentException::class);
        network::parse($text);
    }

    /**
     * Texts that are no networks.
     *
     * @return array
     */
    public static function malformed(): array {
        return array_map(static function (string $text): array {
            return [$text];
        }, self::shared()['malformed']);
    }

    /**
     * A network covers its parts, and nothing of the other family.
     */
    public function test_a_network_covers_its_parts(): void {
        $whole = network::parse('10.0.0.0/8');
        $this->assertTrue($whole->covers(network::parse('10.20.0.0/16')));
        $this->assertTrue($whole->covers(network::parse('::ffff:10.0.0.0/104')));
        $this->assertFalse(network::parse('10.20.0.0/16')->covers($whole));
        $this->assertFalse($whole->covers(network::parse('11.0.0.0/16')));
        $this->assertFalse(network::parse('::/0')->covers($whole));
        $this->assertFalse(network::parse('0.0.0.0/0')->covers(network::parse('2001:db8::/32')));
    }

    /**
     * One network has one text.
     */
    public function test_a_network_has_one_text(): void {
        $this->assertSame('10.0.0.0/8', network::parse('::ffff:10.0.0.0/104')->text());
        $this->assertSame('2001:db8::/32', network::parse('2001:0DB8:0::/32')->text());
        $this->assertSame('192.0.2.7', network::parse('192.0.2.7/32')->text());
    }

    /**
     * Read what the sidecar's tests read.
     *
     * @return array
     */
    private static function shared(): array {
        return json_decode(file_get_contents(__DIR__ . '/../../fixtures/addresses.json'), true, 8, JSON_THROW_ON_ERROR);
    }
}
