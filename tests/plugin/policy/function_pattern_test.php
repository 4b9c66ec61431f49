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

use local_mcpgate\local\policy\function_pattern;
use PHPUnit\Framework\TestCase;

/**
 * Which functions a pattern covers.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class function_pattern_test extends TestCase {

    /**
     * The star stands for any run of characters, all else for itself, and the whole name has to fit.
     *
     * @dataProvider names
     * @param string $pattern
     * @param string $name
     * @param bool $covered
     */
    public function test_a_pattern_covers_whole_names(string $pattern, string $name, bool $covered): void {
        $this->assertSame($covered, (new function_pattern($pattern))->covers($name));
    }

    /**
     * Patterns, names, and whether they fit.
     *
     * @return array
     */
    public static function names(): array {
        return [
            ['core_course_get_contents', 'core_course_get_contents', true],
            ['core_course_get_contents', 'core_course_get_contents_more', false],
            ['core_*', 'core_course_get_contents', true],
            ['core_*', 'core', false],
            ['core_*', 'core_', true],
            ['core_*', 'Core_course', false],
            ['core_*', "core_x\n", false],
            ['core_*', "core_x\0", false],
            ['*_get', "core_x_get\n", false],
            ['*', "\u{ff43}ore_get", false],
            ['*', '', true],
            ['*', 'anything', true],
            ['**', 'anything', true],
            ['*_get_*', 'core_course_get_contents', true],
            ['*_get_*', 'core_get', false],
            ['a*a', 'a', false],
            ['a*a', 'aa', true],
            ['a*b*a', 'aba', true],
            ['a*bc*c', 'abc', false],
            ['mod_*_get_*s', 'mod_quiz_get_quizzes', true],
        ];
    }

    /**
     * Nothing else has a meaning, so nothing else is a pattern.
     *
     * @dataProvider malformed
     * @param string $pattern
     */
    public function test_other_characters_are_refused_and_cover_nothing(string $pattern): void {
        $this->assertFalse(function_pattern::any_covers([$pattern], 'core_course_get_contents'));
        $this->expectException(\InvalidArgumentException::class);
        new function_pattern($pattern);
    }

    /**
     * What other languages of patterns would allow.
     *
     * @return array
     */
    public static function malformed(): array {
        $patterns = [
            '', '[a-z]*', 'core_?', 'core_.*', "core_*\n", "core_*\0", "\u{ff43}ore_*", 'Core_*', '*;', str_repeat('*', 201),
        ];
        return array_map(static function (string $pattern): array {
            return [$pattern];
        }, $patterns);
    }

    /**
     * No patterns: no limit. One that does not fit: a limit.
     */
    public function test_a_connection_without_patterns_reaches_every_function(): void {
        $this->assertTrue(function_pattern::any_covers([], 'core_course_get_contents'));
        $this->assertFalse(function_pattern::any_covers(['mod_*'], 'core_course_get_contents'));
        $this->assertTrue(function_pattern::any_covers(['mod_*', 'core_*'], 'core_course_get_contents'));
    }

    /**
     * Stars multiply nothing: a pattern that would keep a backtracking matcher busy for years is decided.
     */
    public function test_many_stars_are_decided_without_backtracking(): void {
        $pattern = new function_pattern(str_repeat('a*', 99) . 'b');
        $this->assertFalse($pattern->covers(str_repeat('a', 10000)));
        $this->assertTrue($pattern->covers(str_repeat('a', 10000) . 'b'));
    }
}
