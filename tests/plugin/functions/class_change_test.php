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

namespace local_mcpgate\functions;

use local_mcpgate\local\functions\class_change;
use local_mcpgate\local\functions\function_class;
use PHPUnit\Framework\TestCase;

/**
 * Which changes let assistants do more.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class class_change_test extends TestCase {

    /**
     * Towards reading is looser, and out of "never" and out of hiding too; all else is not.
     */
    public function test_a_change_loosens_exactly_when_it_goes_towards_reading(): void {
        $order = array_merge(function_class::ALL, [class_change::HIDDEN]);
        foreach ($order as $before => $from) {
            foreach ($order as $after => $to) {
                $this->assertSame($after < $before, (new class_change('a', $from, $to, ''))->loosens(), "{$from} to {$to}");
            }
        }
    }
}
