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

use local_mcpgate\local\oauth\display_name;
use PHPUnit\Framework\TestCase;

/**
 * Names that clients give themselves.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class display_name_test extends TestCase {

    /**
     * Names before and after.
     *
     * @dataProvider names
     * @param string $given
     * @param string $shown
     */
    public function test_a_name_holds_only_what_can_be_seen(string $given, string $shown): void {
        $this->assertSame($shown, display_name::clean($given));
    }

    /**
     * Names of all kinds.
     *
     * @return array
     */
    public static function names(): array {
        return [
            'plain' => ['Claude', 'Claude'],
            'other scripts' => ["Assistente \u{e7}\u{e3}o \u{52a9}\u{624b}", "Assistente \u{e7}\u{e3}o \u{52a9}\u{624b}"],
            'direction overrides' => ["Clau\u{202e}ed\u{2066}x\u{200f}", 'Clauedx'],
            'zero width and tags' => ["C\u{200b}l\u{feff}a\u{e0041}ude", 'Claude'],
            'line breaks and spaces' => [" Claude\r\n \u{2003}\u{a0} Code\t", 'Claude Code'],
            'letters that look like nothing' => ["\u{3164}\u{2800}\u{115f}", ''],
            'control characters' => ["Cl\u{0}a\u{1b}[31mude", 'Cla[31mude'],
            'stacked marks' => ["a\u{301}\u{301}\u{301}\u{301}\u{301}b", "a\u{301}\u{301}b"],
            'markup, which pages escape' => ['<b>x</b>', '<b>x</b>'],
            'very long' => [str_repeat('ab', 5000), str_repeat('ab', 50)],
            'broken text' => ["\xff\xfe", ''],
        ];
    }
}
