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
     * Patterns, names, and whether they fit: the sidecar is tested with the same.
     *
     * @return array
     */
    public static function names(): array {
        return self::shared()['cases'];
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
     * What other languages of patterns would allow: the sidecar is tested with the same.
     *
     * @return array
     */
    public static function malformed(): array {
        return array_map(static function (string $pattern): array {
            return [$pattern];
        }, self::shared()['malformed']);
    }

    /**
     * No list is no limit; a list is one, also an empty list.
     */
    public function test_only_a_connection_without_a_list_reaches_every_function(): void {
        $this->assertTrue(function_pattern::any_covers(null, 'core_course_get_contents'));
        $this->assertFalse(function_pattern::any_covers([], 'core_course_get_contents'));
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

    /**
     * A pattern includes another exactly if it covers every name the other covers, found by trying all short ones.
     */
    public function test_a_pattern_includes_another_exactly_if_it_covers_all_its_names(): void {
        $names = self::texts('abc', 5);
        $patterns = array_map(static function (string $text): function_pattern {
            return new function_pattern($text);
        }, self::texts('ab*', 4));
        $covered = array_map(static function (function_pattern $pattern) use ($names): string {
            return implode('', array_map(static function (string $name) use ($pattern): string {
                return $pattern->covers($name) ? "\1" : "\0";
            }, $names));
        }, $patterns);
        $wrong = 0;
        foreach ($patterns as $outer => $pattern) {
            foreach ($patterns as $inner => $other) {
                $truth = ($covered[$outer] & $covered[$inner]) === $covered[$inner];
                $wrong += $pattern->includes($other) === $truth ? 0 : 1;
            }
        }
        $this->assertSame([120, 0], [count($patterns), $wrong]);
    }

    /**
     * Return all texts of some letters.
     *
     * @param string $letters
     * @param int $longest
     * @return string[]
     */
    private static function texts(string $letters, int $longest): array {
        $all = $last = [''];
        for ($length = 1; $length <= $longest; $length++) {
            $next = [];
            foreach ($last as $text) {
                foreach (str_split($letters) as $letter) {
                    $next[] = $text . $letter;
                }
            }
            $all = array_merge($all, $next);
            $last = $next;
        }
        return array_slice($all, 1);
    }

    /**
     * Read what the sidecar's tests read.
     *
     * @return array
     */
    private static function shared(): array {
        $path = __DIR__ . '/../../fixtures/function_patterns.json';
        return json_decode(file_get_contents($path), true, 8, JSON_THROW_ON_ERROR);
    }
}
