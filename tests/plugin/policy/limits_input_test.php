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
use local_mcpgate\fixtures\site_database;
use local_mcpgate\local\policy\limits;
use local_mcpgate\local\policy\limits_input;
use local_mcpgate\local\policy\limits_invalid;
use PHPUnit\Framework\TestCase;

/**
 * What people enter as limits.
 *
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class limits_input_test extends TestCase {

    /** Whose connection it is. */
    private const USERID = 5;

    /**
     * Set up a site with two courses, three functions and a preset.
     */
    protected function setUp(): void {
        global $DB;
        $DB = new site_database();
        site::set(['addresspresets' => 'office = 192.0.2.0/24']);
        defined('SITEID') || define('SITEID', 1);
    }

    /**
     * Take the site away.
     */
    protected function tearDown(): void {
        global $DB;
        $DB = null;
    }

    /**
     * Everything may be separated by what people use to separate, and is stored in one form.
     */
    public function test_what_was_entered_is_read(): void {
        $limits = limits_input::read([
            'functions' => " core_course_*,\nmod_assign_get_submission_status\r\ncore_course_*",
            'courses' => ['12', 7, '7'],
            'addresses' => "192.0.2.0/24, ::ffff:198.51.100.7\n2001:DB8::/32",
            'presets' => ['office'],
            'ratelimit' => ' 30 ',
            'callquota' => '1000000',
            'bytequota' => 1000000000000,
            'approvewrites' => true,
        ], self::USERID);

        $this->assertSame(['core_course_*', 'mod_assign_get_submission_status'], $limits->functions());
        $this->assertSame([7, 12], $limits->courses());
        $this->assertSame(['192.0.2.0/24', '198.51.100.7', '2001:db8::/32', 'preset:office'], $limits->addresses());
        $this->assertSame([30, 1000000, 1000000000000], [$limits->ratelimit(), $limits->callquota(), $limits->bytequota()]);
        $this->assertTrue($limits->approvewrites());
    }

    /**
     * Nothing entered is no limit.
     */
    public function test_what_is_left_empty_is_no_limit(): void {
        $blank = ['functions' => ' ,', 'courses' => [], 'addresses' => "\n", 'presets' => [], 'ratelimit' => ' '];
        foreach ([[], $blank] as $raw) {
            $this->assertSame([], limits_input::read($raw, self::USERID)->changes_since(limits::none()));
        }
    }

    /**
     * What cannot be a limit is told with its field, and nothing of it is kept.
     *
     * @dataProvider refused
     * @param string $field
     * @param mixed $value
     * @param string $reason
     */
    public function test_what_cannot_be_a_limit_is_told(string $field, $value, string $reason): void {
        $this->assertSame([$field => $reason], self::errors([$field => $value], self::USERID));
    }

    /**
     * Fields, what was entered, and what is wrong with it.
     *
     * @return array
     */
    public static function refused(): array {
        $many = static function (int $count, string $each): string {
            return implode(' ', array_map(static function (int $number) use ($each): string {
                return sprintf($each, $number);
            }, range(1, $count)));
        };
        $texts = [
            ['functions', 'core_Course_*', 'limit_patterninvalid: core_Course_*'],
            ['functions', 'core_course_* <b>', 'limit_patterninvalid: &lt;b&gt;'],
            ['functions', 'core_course_* core_cuorse_*', 'limit_patternunused: core_cuorse_*'],
            ['functions', $many(51, 'core_course_*%d'), 'limit_toomany: 50'],
            ['addresses', '192.0.2.5/24', 'limit_networkinvalid: 192.0.2.5/24'],
            ['addresses', 'fe80::1%eth0', 'limit_networkinvalid: fe80::1%eth0'],
            ['addresses', 'preset:office', 'limit_networkinvalid: preset:office'],
            ['addresses', $many(101, '192.0.2.%d'), 'limit_toomany: 100'],
            ['presets', ['office', 'gone'], 'limit_presetunknown: gone'],
            ['courses', ['7', '99'], 'limit_courseunknown: 99'],
            ['courses', ['1'], 'limit_courseunknown: 1'],
            ['courses', ['07'], 'limit_courseunknown: 07'],
            ['courses', ['-7'], 'limit_courseunknown: -7'],
            ['courses', ["7\n"], "limit_courseunknown: 7\n"],
            ['courses', range(2, 202), 'limit_toomany: 200'],
        ];
        $highest = ['ratelimit' => 10000, 'callquota' => 1000000, 'bytequota' => 1000000000000];
        foreach ($highest as $field => $most) {
            foreach (['0', '-1', '1.5', '1e3', '0x1', 'many', '01', (string) ($most + 1), str_repeat('9', 40)] as $number) {
                $texts[] = [$field, $number, "limit_numberinvalid: {$most}"];
            }
        }
        return $texts;
    }

    /**
     * All that is wrong is told at once.
     */
    public function test_every_field_that_is_wrong_is_told(): void {
        $errors = self::errors(['functions' => '?', 'addresses' => '?', 'ratelimit' => '?', 'callquota' => '5'], self::USERID);
        $this->assertSame(['functions', 'addresses', 'ratelimit'], array_keys($errors));
    }

    /**
     * Whoever may do everything cannot be kept to some courses; to all other limits they can.
     */
    public function test_a_site_admin_cannot_be_limited_to_courses(): void {
        $this->assertSame(['courses' => 'limit_courses_siteadmin'], self::errors(['courses' => ['7']], site::ADMINS[0]));
        $this->assertSame(30, limits_input::read(['ratelimit' => '30', 'courses' => []], site::ADMINS[0])->ratelimit());
    }

    /**
     * Return what is wrong with limits.
     *
     * @param array $raw
     * @param int $userid
     * @return string[] by field
     */
    private static function errors(array $raw, int $userid): array {
        try {
            limits_input::read($raw, $userid);
            return [];
        } catch (limits_invalid $invalid) {
            return $invalid->errors();
        }
    }
}
