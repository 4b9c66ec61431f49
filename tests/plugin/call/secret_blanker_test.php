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

namespace local_mcpgate\call;

use local_mcpgate\local\call\secret_blanker;
use PHPUnit\Framework\TestCase;

/**
 * What never leaves the site.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class secret_blanker_test extends TestCase {

    /**
     * Fields that hold a secret are blanked at any depth, others are left alone.
     */
    public function test_fields_that_hold_a_secret_are_blanked(): void {
        $result = [
            'userprivateaccesskey' => 'abc',
            'sitesecret' => 'def',
            'quizzes' => [['id' => 1, 'password' => 'letmein', 'usepassword' => true], ['id' => 2, 'password' => '']],
            'instanceinfo' => ['enrolpassword' => 'enrol_self'],
        ];
        $blank = secret_blanker::BLANK;
        $this->assertSame([
            'userprivateaccesskey' => $blank,
            'sitesecret' => $blank,
            'quizzes' => [['id' => 1, 'password' => $blank, 'usepassword' => true], ['id' => 2, 'password' => '']],
            'instanceinfo' => ['enrolpassword' => $blank],
        ], secret_blanker::fields($result));
    }

    /**
     * Keys in links are blanked, however the link is written.
     *
     * @dataProvider texts
     * @param string $text
     * @param string $blanked
     */
    public function test_keys_inside_of_text_are_blanked(string $text, string $blanked): void {
        $this->assertSame($blanked, secret_blanker::text($text));
        $json = json_encode(['html' => $text, 'nested' => json_encode([$text])]);
        $this->assertStringNotContainsString('5ecre7', secret_blanker::text($json));
    }

    /**
     * Links with keys, and without.
     *
     * @return array
     */
    public static function texts(): array {
        $blank = secret_blanker::BLANK;
        $site = 'https://m.example/';
        return [
            'file' => ["{$site}tokenpluginfile.php/5ecre7/3/user/icon/f1", "{$site}tokenpluginfile.php/{$blank}/3/user/icon/f1"],
            'session' => ["{$site}logout.php?sesskey=5ecre7&a=1", "{$site}logout.php?sesskey={$blank}&a=1"],
            'html' => ["{$site}a.php?id=1&amp;sesskey=5ecre7\">x", "{$site}a.php?id=1&amp;sesskey={$blank}\">x"],
            'script' => ['{"sesskey":"5ecre7"}', "{\"sesskey\":\"{$blank}\"}"],
            'token' => ["{$site}f.php?file=1&token=5ecre7", "{$site}f.php?file=1&token={$blank}"],
            'wstoken' => ["{$site}f.php?wstoken=5ecre7", "{$site}f.php?wstoken={$blank}"],
            'token after entity' => ["{$site}f.php?file=1&amp;token=5ecre7", "{$site}f.php?file=1&amp;token={$blank}"],
            'encoded' => ['url=a.php%3Fsesskey%3D5ecre7', "url=a.php%3Fsesskey%3D{$blank}"],
            'feed' => ["{$site}rss/file.php/21/5ecre7/mod_forum/3/rss.xml", "{$site}rss/file.php/21/{$blank}/mod_forum/3/rss.xml"],
            'feed as an argument' => [
                "{$site}rss/file.php?file=%2F21%2F5ecre7%2Fblog%2Fuser%2F4%2Frss.xml",
                "{$site}rss/file.php?file=%2F21%2F{$blank}%2Fblog%2Fuser%2F4%2Frss.xml",
            ],
            'calendar' => [
                "{$site}calendar/export_execute.php?userid=4&amp;authtoken=5ecre7&amp;preset_what=all",
                "{$site}calendar/export_execute.php?userid=4&amp;authtoken={$blank}&amp;preset_what=all",
            ],
            'no secret' => ["{$site}pluginfile.php/5/mod_page/content", "{$site}pluginfile.php/5/mod_page/content"],
            'a word' => ['The token = a coin', 'The token = a coin'],
        ];
    }
}
