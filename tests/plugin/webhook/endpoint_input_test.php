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

use local_mcpgate\local\webhook\endpoint;
use local_mcpgate\local\webhook\endpoint_input;
use local_mcpgate\local\webhook\endpoint_invalid;
use PHPUnit\Framework\TestCase;

/**
 * What an admin enters for an endpoint.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class endpoint_input_test extends TestCase {

    /** Fields of a good endpoint. */
    private const FIELDS = [
        'url' => ' https://siem.example.edu/moodle ',
        'events' => ['rate.limited', 'auth.failed', 'auth.failed'],
        'allowprivate' => 0,
        'privatehost' => '',
    ];

    /**
     * Return an endpoint as it is stored.
     *
     * @param array $changes of the fields
     * @return endpoint
     */
    private static function stored(array $changes = []): endpoint {
        $columns = endpoint_input::read($changes + self::FIELDS)->to_columns();
        return new endpoint((object) ($columns + ['id' => 3, 'status' => 'active']));
    }

    /**
     * Fields become columns; a type counts once, in the order of the choices.
     */
    public function test_what_was_entered_becomes_columns(): void {
        $this->assertSame([
            'url' => 'https://siem.example.edu/moodle',
            'events' => '["auth.failed","rate.limited"]',
            'allowprivate' => 0,
        ], endpoint_input::read(self::FIELDS)->to_columns());
    }

    /**
     * A private address is taken if it was chosen, and its host named once more.
     */
    public function test_a_private_address_is_taken_if_it_is_chosen_and_confirmed(): void {
        $fields = ['url' => 'http://10.0.0.5:8080/hook', 'allowprivate' => 1, 'privatehost' => '10.0.0.5'];
        $this->assertTrue(self::stored($fields)->allows_private());
        $named = ['url' => 'https://SIEM.local/', 'allowprivate' => 1, 'privatehost' => ' Siem.Local '];
        $this->assertSame('siem.local', self::stored($named)->host());
    }

    /**
     * Each mistake is named for its field.
     *
     * @dataProvider mistakes
     * @param string[] $fields
     * @param array $changes
     */
    public function test_a_mistake_is_named_for_its_field(array $fields, array $changes): void {
        try {
            endpoint_input::read($changes + self::FIELDS);
            $this->fail('accepted');
        } catch (endpoint_invalid $refusal) {
            $this->assertEqualsCanonicalizing($fields, array_keys($refusal->errors()));
        }
    }

    /**
     * Fields and what is wrong with them.
     *
     * @return array
     */
    public static function mistakes(): array {
        return [
            'no address' => [['url'], ['url' => '']],
            'a bad address' => [['url'], ['url' => 'https://user@siem.example.edu/']],
            'a bad address that is chosen to be private' => [['url'], ['url' => 'x', 'allowprivate' => 1, 'privatehost' => 'x']],
            'inside without choosing it' => [['url'], ['url' => 'https://10.0.0.5/']],
            'unencrypted without choosing it' => [['url'], ['url' => 'http://siem.example.edu/']],
            'a confirmation without the choice' => [['url'], ['url' => 'https://10.0.0.5/', 'privatehost' => '10.0.0.5']],
            'private without confirming it' => [['privatehost'], ['url' => 'https://10.0.0.5/', 'allowprivate' => 1]],
            'private with another host confirmed' => [['privatehost'],
                ['url' => 'https://10.0.0.5/', 'allowprivate' => 1, 'privatehost' => '10.0.0.6']],
            'a public host that may be private, not confirmed' => [['privatehost'], ['allowprivate' => 1]],
            'nothing to tell of' => [['events'], ['events' => []]],
            'an unknown type' => [['events'], ['events' => ['auth.failed', 'everything']]],
            'a test is no choice' => [['events'], ['events' => ['webhook.test']]],
            'all at once' => [['url', 'events'], ['url' => 'x', 'events' => []]],
        ];
    }

    /**
     * An endpoint that is stored and entered again is the same; moved elsewhere, it has to be confirmed anew.
     */
    public function test_a_private_endpoint_is_confirmed_anew_for_another_host(): void {
        $stored = self::stored(['url' => 'https://10.0.0.5/', 'allowprivate' => 1, 'privatehost' => '10.0.0.5']);
        $fields = endpoint_input::fields_of($stored);
        $this->assertSame([], endpoint_input::read($fields)->changes_since($stored));
        $this->assertSame(['url'], endpoint_input::read(['url' => 'https://10.0.0.5/x'] + $fields)->changes_since($stored));
        $this->expectException(endpoint_invalid::class);
        endpoint_input::read(['url' => 'https://10.0.0.6/'] + $fields);
    }

    /**
     * What is different is named, and nothing else.
     */
    public function test_changes_are_named(): void {
        $stored = self::stored();
        $changed = endpoint_input::read(['events' => ['auth.failed'], 'allowprivate' => 1, 'privatehost' => 'siem.example.edu']
            + self::FIELDS);
        $this->assertSame(['events', 'private'], $changed->changes_since($stored));
    }
}
