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

namespace local_mcpgate\cli;

use PHPUnit\Framework\TestCase;
use local_mcpgate\local\cli\command_refused;
use local_mcpgate\local\cli\switch_option;

/**
 * Options that are given or not.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class switch_option_test extends TestCase {

    /**
     * An option is given or not.
     */
    public function test_an_option_is_given_or_not(): void {
        $this->assertTrue(switch_option::read(['rotate' => true], 'rotate'));
        $this->assertFalse(switch_option::read(['rotate' => null], 'rotate'));
        $this->assertFalse(switch_option::read([], 'rotate'));
    }

    /**
     * No value turns into the opposite of what it says.
     */
    public function test_a_value_is_refused(): void {
        $this->expectException(command_refused::class);
        $this->expectExceptionMessage('--rotate: cli_switchvalue');
        switch_option::read(['rotate' => 'no'], 'rotate');
    }
}
