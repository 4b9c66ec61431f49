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

use local_mcpgate\fixtures\site;
use local_mcpgate\local\oauth\connection_lifetime;
use PHPUnit\Framework\TestCase;

/**
 * How long connections live at most.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class connection_lifetime_test extends TestCase {

    /** A day. */
    private const DAY_S = 86400;

    /**
     * People choose among what the site allows.
     *
     * @dataProvider sites
     * @param int|null $longest seconds
     * @param int[] $choices
     * @param int $usual
     */
    public function test_the_site_narrows_the_choice(?int $longest, array $choices, int $usual): void {
        $lifetime = new connection_lifetime($longest);
        $this->assertSame([$choices, $usual], [$lifetime->choices(), $lifetime->usual()]);
    }

    /**
     * What sites allow, what people choose among, and what is chosen at first.
     *
     * @return array
     */
    public static function sites(): array {
        [$day, $week, $month, $quarter] = [self::DAY_S, 7 * self::DAY_S, 30 * self::DAY_S, 90 * self::DAY_S];
        return [
            'no end' => [null, [$day, $week, $month, $quarter], $month],
            'a year' => [365 * $day, [$day, $week, $month, $quarter], $month],
            'a month to the second' => [$month, [$day, $week, $month], $month],
            'a second less' => [$month - 1, [$day, $week], $week],
            'an hour' => [3600, [3600], 3600],
        ];
    }

    /**
     * Of two ends the earlier counts.
     */
    public function test_a_connection_ends_when_the_person_or_the_site_ends_it_first(): void {
        $lifetime = new connection_lifetime(100);
        $this->assertSame([1050, 1100, 1100], [$lifetime->end(1000, 1050), $lifetime->end(1000, 1200), $lifetime->end(1000, null)]);
        $endless = new connection_lifetime(null);
        $this->assertSame([1200, null], [$endless->end(1000, 1200), $endless->end(1000, null)]);
    }

    /**
     * A site whose admin never saved the setting, or saved nonsense, ends connections after a year.
     */
    public function test_connections_end_until_an_admin_says_otherwise(): void {
        site::set([]);
        $this->assertSame(365 * self::DAY_S, connection_lifetime::of_site()->end(0, null));
        foreach (['', 'long', '-1'] as $nonsense) {
            site::set(['connectionlifetime' => $nonsense]);
            $this->assertSame(365 * self::DAY_S, connection_lifetime::of_site()->end(0, null));
        }
        site::set(['connectionlifetime' => '7200']);
        $this->assertSame(7200, connection_lifetime::of_site()->end(0, null));
        site::set(['connectionlifetime' => '0']);
        $this->assertNull(connection_lifetime::of_site()->end(0, null));
    }
}
