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

namespace local_mcpgate\webhook;

use local_mcpgate\fixtures\site_database;
use local_mcpgate\local\webhook\message;
use PHPUnit\Framework\TestCase;

/**
 * What endpoints are told, and what they are not.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class message_test extends TestCase {

    /**
     * Return an audit row in which every column holds something.
     *
     * @param array $changes
     * @return \stdClass
     */
    private static function row(array $changes = []): \stdClass {
        return (object) ($changes + [
            'id' => 7,
            'recordid' => '0b6b4ee6-0f8a-4a44-9d8c-9d5f6f2f3c11',
            'kind' => 'call',
            'timecreated' => '1790000000',
            'userid' => '4711',
            'connectionid' => '12',
            'client' => 'Ana Lima\'s assistant',
            'tool' => 'call_moodle_function',
            'functionname' => 'core_course_get_contents',
            'functionclass' => 'read',
            'scopes' => 'api.read',
            'outcome' => 'denied',
            'errorcode' => 'course_refused',
            'argumentkeys' => '["courseid"]',
            'courseid' => '99',
            'clientip' => '192.0.2.55',
            'protocol' => '2026-07-28',
            'useragent' => 'Assistant/1.0 (ana.lima)',
            'node' => 'campus-1',
            'attempts' => '1',
        ]);
    }

    /**
     * Numbers, codes and names of functions, and nothing about the person.
     */
    public function test_a_message_holds_nothing_about_the_person(): void {
        $this->assertSame([
            'recordid' => '0b6b4ee6-0f8a-4a44-9d8c-9d5f6f2f3c11',
            'kind' => 'call',
            'outcome' => 'denied',
            'errorcode' => 'course_refused',
            'connectionid' => 12,
            'function' => 'core_course_get_contents',
            'node' => 'campus-1',
        ], message::facts(self::row()));
    }

    /**
     * What a sidecar or a client can put words into is said only if it has the form of what it stands for.
     *
     * @dataProvider texts
     * @param string $fact
     * @param array $changes
     */
    public function test_text_that_somebody_else_chose_is_left_out(string $fact, array $changes): void {
        global $DB;
        $DB = new site_database();
        $this->assertNull(message::facts(self::row($changes))[$fact]);
    }

    /**
     * Facts and what somebody put there.
     *
     * @return array
     */
    public static function texts(): array {
        return [
            'an error with a name' => ['errorcode', ['errorcode' => 'refused for Ana Lima']],
            'an error with an address' => ['errorcode', ['errorcode' => '192.0.2.55']],
            'an error with a line break' => ['errorcode', ['errorcode' => "denied\n"]],
            'no error' => ['errorcode', ['errorcode' => '']],
            'a node with spaces' => ['node', ['node' => 'Ana Lima at home']],
            'a node that is a mail address' => ['node', ['node' => 'ana.lima@example.edu']],
            'a function that the client made up' => ['function', ['functionname' => 'ana_lima', 'functionclass' => null]],
        ];
    }

    /**
     * A row needs no more columns than it has.
     */
    public function test_a_row_of_few_columns_can_be_told_of(): void {
        $row = (object) ['recordid' => 'r', 'kind' => 'client_changed', 'outcome' => 'allowed', 'timecreated' => 1];
        $this->assertSame(
            ['recordid' => 'r', 'kind' => 'client_changed', 'outcome' => 'allowed', 'errorcode' => null, 'connectionid' => null,
                'function' => null, 'node' => null],
            message::facts($row)
        );
    }

    /**
     * The body says what, when, how often, and what was lost.
     */
    public function test_a_body_says_what_when_and_how_often(): void {
        $this->assertSame(
            '{"type":"call.denied","timestamp":"2026-09-21T14:13:20Z","data":{"recordid":"r","count":3,"dropped":12}}',
            message::body('call.denied', 1790000000, ['recordid' => 'r'], 3, 12)
        );
    }

    /**
     * Receivers split what is signed at full stops.
     */
    public function test_ids_differ_and_hold_no_full_stop(): void {
        $ids = [message::new_id(), message::new_id()];
        $this->assertCount(2, array_unique($ids));
        foreach ($ids as $id) {
            $this->assertMatchesRegularExpression('/^msg_[0-9a-f]{32}$/D', $id);
        }
    }
}
