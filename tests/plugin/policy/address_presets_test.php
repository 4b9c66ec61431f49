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

use local_mcpgate\fixtures\site;
use local_mcpgate\local\policy\address_limit;
use local_mcpgate\local\policy\address_presets;
use local_mcpgate\local\policy\limits;
use PHPUnit\Framework\TestCase;

/**
 * Networks with a name, and the lists they stand in.
 *
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class address_presets_test extends TestCase {

    /**
     * Set two presets up.
     */
    protected function setUp(): void {
        site::set(['addresspresets' => "office = 192.0.2.0/24, 2001:db8::/32\r\n\r\nvendor=198.51.100.0/25 198.51.100.128/25\n"]);
    }

    /**
     * A preset stands for all its networks, beside those that are listed by themselves.
     */
    public function test_a_preset_stands_for_its_networks(): void {
        $limit = self::limit(['preset:vendor', '203.0.113.9']);

        $this->assertSame(['203.0.113.9', '198.51.100.0/25', '198.51.100.128/25'], $limit->networks());
        foreach (['198.51.100.1' => true, '198.51.100.200' => true, '203.0.113.9' => true, '192.0.2.1' => false] as $ip => $in) {
            $this->assertSame($in, $limit->admits($ip), $ip);
        }
    }

    /**
     * Whoever relied on a preset that is gone is let in from nowhere, not from everywhere.
     */
    public function test_a_preset_that_is_gone_allows_nothing(): void {
        site::set(['addresspresets' => '']);

        $this->assertSame([], self::limit(['preset:office'])->networks());
        $this->assertFalse(self::limit(['preset:office'])->admits('192.0.2.1'));
        $this->assertTrue(self::limit(['preset:office', '203.0.113.9'])->admits('203.0.113.9'));
    }

    /**
     * A line that cannot be read is reported, and its preset is none.
     *
     * @dataProvider broken_lines
     * @param string $line
     */
    public function test_a_line_that_cannot_be_read_is_told_and_allows_nothing(string $line): void {
        $text = "office = 192.0.2.0/24\n{$line}\nvendor = 198.51.100.0/24";
        site::set(['addresspresets' => $text]);

        $this->assertSame(trim($line), address_presets::problem($text));
        $this->assertSame(['office', 'vendor'], array_keys(address_presets::current()));
    }

    /**
     * Lines that are no presets.
     *
     * @return array
     */
    public static function broken_lines(): array {
        return [
            ['campus'], ['campus ='], ['= 192.0.2.0/24'], ['campus = 192.0.2.5/24'], ['campus = 192.0.2.0/24; 198.51.100.1'],
            ['Campus = 192.0.2.0/24'], ['cam pus = 192.0.2.0/24'], ['campus = fe80::1%eth0'], ['campus = preset:office'],
            ['campus = ,'], ['preset:campus = 192.0.2.0/24'], ['campus = ' . str_repeat('192.0.2.1 ', 201)],
        ];
    }

    /**
     * A name has one meaning.
     */
    public function test_a_name_that_is_given_twice_is_told(): void {
        $this->assertSame('office=198.51.100.1', address_presets::problem("office = 192.0.2.0/24\noffice=198.51.100.1"));
        $this->assertNull(address_presets::problem("office = 192.0.2.0/24\n\n  vendor = 2001:db8::/32  \n"));
        $this->assertNull(address_presets::problem(''));
    }

    /**
     * Make the limit of a connection.
     *
     * @param string[] $entries
     * @return address_limit
     */
    private static function limit(array $entries): address_limit {
        return address_limit::of(new limits(['addresses' => $entries]));
    }
}
