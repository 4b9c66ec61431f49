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

use local_mcpgate\local\policy\address_limit;
use local_mcpgate\local\policy\network;
use PHPUnit\Framework\TestCase;

/**
 * From which addresses a connection may be used.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class address_limit_test extends TestCase {

    /**
     * Networks and presets add up; what is unknown or broken adds nothing.
     */
    public function test_networks_and_presets_add_up(): void {
        $presets = ['vendor' => [network::parse('198.51.100.0/24')], 'other' => [network::parse('0.0.0.0/0')]];
        $limit = new address_limit(['203.0.113.0/24', 'preset:vendor', 'preset:gone', 'broken'], $presets);
        $this->assertSame(['203.0.113.0/24', '198.51.100.0/24'], $limit->networks());
        $this->assertTrue($limit->admits('203.0.113.9'));
        $this->assertTrue($limit->admits('::ffff:198.51.100.1'));
        $this->assertFalse($limit->admits('192.0.2.1'));
    }

    /**
     * No list lets everybody through, an empty one nobody, and a list never lets through what has no address.
     */
    public function test_no_list_and_an_empty_list_are_two_things(): void {
        $this->assertTrue((new address_limit(null, []))->admits(null));
        $this->assertNull((new address_limit(null, []))->networks());
        $this->assertFalse((new address_limit([], []))->admits('203.0.113.9'));
        $everybody = new address_limit(['0.0.0.0/0', '::/0'], []);
        foreach ([null, '', 'unknown', '203.0.113.0/24', "203.0.113.9\n"] as $noaddress) {
            $this->assertFalse($everybody->admits($noaddress));
        }
    }
}
