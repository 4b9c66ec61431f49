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
use local_mcpgate\local\policy\limits;
use local_mcpgate\local\policy\limits_in_force;
use PHPUnit\Framework\TestCase;

/**
 * The limits of a connection together with the site's own.
 *
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class limits_in_force_test extends TestCase {

    /**
     * Where a connection has no number of its own, the site's holds.
     */
    public function test_the_site_fills_in_the_numbers_a_connection_does_not_have(): void {
        site::set(['connectionrate' => '40', 'callquota' => '500', 'bytequota' => '0']);
        $message = limits_in_force::of(limits::none())->to_message();
        $this->assertSame([40, 500, null], [$message['ratelimit'], $message['callquota'], $message['bytequota']]);
        $this->assertSame([null, null, null], [$message['functions'], $message['courses'], $message['addresses']]);
        $own = limits_in_force::of(new limits(['ratelimit' => 90, 'callquota' => 900]))->to_message();
        $this->assertSame([90, 900], [$own['ratelimit'], $own['callquota']]);
    }

    /**
     * A site whose admin never saved the settings limits rates; one whose admin said 0 does not.
     */
    public function test_rates_are_limited_until_an_admin_says_otherwise(): void {
        foreach ([[], ['connectionrate' => ''], ['connectionrate' => 'many'], ['connectionrate' => '-1']] as $settings) {
            site::set($settings);
            $this->assertSame(60, limits_in_force::of(limits::none())->ratelimit());
        }
        site::set(['connectionrate' => '0']);
        $this->assertNull(limits_in_force::of(limits::none())->ratelimit());
    }

    /**
     * The sidecar gets networks and never the names of presets; of a preset that is gone it gets nothing.
     */
    public function test_presets_leave_the_site_as_their_networks(): void {
        site::set(['addresspresets' => "office = 198.51.100.0/24, 2001:db8::/32"]);
        $listed = new limits(['addresses' => ['192.0.2.0/24', 'preset:office', 'preset:gone']]);
        $networks = ['192.0.2.0/24', '198.51.100.0/24', '2001:db8::/32'];
        $this->assertSame($networks, limits_in_force::of($listed)->to_message()['addresses']);
        $gone = new limits(['addresses' => ['preset:gone']]);
        $this->assertSame([], limits_in_force::of($gone)->to_message()['addresses']);
    }
}
