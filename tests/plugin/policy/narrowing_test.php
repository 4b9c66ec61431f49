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
use local_mcpgate\local\policy\narrowing;
use local_mcpgate\local\site_settings;
use PHPUnit\Framework\TestCase;

/**
 * Whether new limits allow anything that the old ones did not.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class narrowing_test extends TestCase {

    /**
     * Set up a site with a preset.
     */
    protected function setUp(): void {
        site::set(['addresspresets' => 'office = 192.0.2.0/24, 2001:db8::/32']);
    }

    /**
     * Each field is compared by what it lets through.
     *
     * @dataProvider changes
     * @param string $field
     * @param mixed $old
     * @param mixed $new
     * @param bool $widens
     */
    public function test_a_field_is_widened_by_whatever_lets_more_through(string $field, $old, $new, bool $widens): void {
        $site = new site_settings((object) ['connectionrate' => '60', 'callquota' => '0', 'bytequota' => '0']);
        $widened = narrowing::widened(new limits([$field => $old]), new limits([$field => $new]), $site);
        $this->assertSame($widens ? [$field] : [], $widened);
    }

    /**
     * Fields before and after.
     *
     * @return array
     */
    public static function changes(): array {
        $functions = 'core_course_get_contents';
        return [
            ['functions', null, ['core_*'], false],
            ['functions', ['core_*'], null, true],
            ['functions', ['core_*'], ['core_course_*', $functions], false],
            ['functions', ['core_course_*'], ['core_*'], true],
            ['functions', ['core_*'], ['core_*', 'mod_*'], true],
            ['functions', ['core_*_get_*'], ['core_*_get_*s'], false],
            ['functions', ['core_*_get_*s'], ['core_*_get_*'], true],
            ['functions', ['*'], ['**a*'], false],
            ['functions', [$functions], ['core_course_get_content*'], true],
            ['functions', ['core_*'], [], false],
            ['functions', [], ['core_*'], true],
            ['functions', ['core_*'], ['[broken'], true],
            ['courses', null, [7], false],
            ['courses', [7, 8], [8], false],
            ['courses', [7], [7, 8], true],
            ['courses', [7], null, true],
            ['courses', [], [7], true],
            ['addresses', ['10.0.0.0/8'], ['10.9.0.0/16', '10.1.2.3'], false],
            ['addresses', ['10.9.0.0/16'], ['10.0.0.0/8'], true],
            ['addresses', ['10.0.0.0/8'], null, true],
            ['addresses', null, ['preset:office'], false],
            ['addresses', ['preset:office'], ['preset:office'], false],
            ['addresses', ['preset:office'], ['192.0.2.7', '2001:db8::1'], false],
            ['addresses', ['preset:office'], ['198.51.100.1'], true],
            ['addresses', ['192.0.2.0/24'], ['preset:office'], true],
            ['addresses', ['preset:gone'], ['preset:gone'], false],
            ['addresses', ['preset:gone'], ['192.0.2.7'], true],
            ['addresses', ['192.0.2.0/24'], ['::ffff:192.0.2.7'], false],
            ['addresses', ['0.0.0.0/0'], ['2001:db8::1'], true],
            ['ratelimit', null, 60, false],
            ['ratelimit', null, 61, true],
            ['ratelimit', 10, 9, false],
            ['ratelimit', 10, 11, true],
            ['ratelimit', 10, null, true],
            ['ratelimit', 100, null, false],
            ['callquota', null, 5, false],
            ['callquota', 5, null, true],
            ['bytequota', 5, 6, true],
            ['approvewrites', true, false, true],
            ['approvewrites', false, true, false],
        ];
    }
}
