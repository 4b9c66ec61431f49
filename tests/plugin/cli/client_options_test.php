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

namespace local_mcpgate\cli;

use local_mcpgate\local\cli\client_options;
use local_mcpgate\local\cli\command_refused;
use PHPUnit\Framework\TestCase;

/**
 * What a command about clients is told.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class client_options_test extends TestCase {

    /**
     * A command that does not name one action, with what belongs to it, is refused.
     *
     * @dataProvider misunderstood
     * @param string $problem
     * @param array $options
     */
    public function test_options_that_do_not_go_together_are_refused(string $problem, array $options): void {
        try {
            (new client_options($options, [], '/'))->action();
            $this->fail('accepted');
        } catch (command_refused $refusal) {
            $this->assertSame(2, $refusal->getCode());
            $this->assertStringStartsWith($problem, $refusal->getMessage());
        }
    }

    /**
     * Options that make no command.
     *
     * @return array
     */
    public static function misunderstood(): array {
        return [
            'two actions' => ['--delete: cli_oneaction', ['create' => true, 'delete' => 'c']],
            'details without an action' => ['--name: cli_otheraction', ['name' => 'x', 'create' => null]],
            'details of another action' => ['--name: cli_otheraction', ['delete' => 'c', 'name' => 'x']],
            'an address without a document' => ['--client-id: cli_otheraction',
                ['create' => true, 'client-id' => 'https://a.example/c']],
        ];
    }

    /**
     * Only what was given counts, and keys replace keys.
     */
    public function test_fields_are_what_was_given(): void {
        $given = ['change' => 'c', 'name' => 'Other', 'jwks-uri' => 'https://a.example/keys', 'auth' => null];
        $options = new client_options($given, [], '/');
        $this->assertSame('change', $options->action());
        $this->assertSame(['name' => 'Other', 'jwksuri' => 'https://a.example/keys', 'jwks' => ''], $options->fields());
    }

    /**
     * A file is looked for where the command was given, not where Moodle went meanwhile.
     */
    public function test_a_file_is_seen_from_where_the_command_was_given(): void {
        $options = new client_options(['pin' => basename(__FILE__)], [], __DIR__);
        $this->assertSame(trim(file_get_contents(__FILE__)), $options->content('pin'));
        $this->expectExceptionMessage('--pin: cli_clientfilemissing: ' . __DIR__ . '/none.json');
        (new client_options(['pin' => 'none.json'], [], __DIR__))->content('pin');
    }

    /**
     * An option without a value may come from a variable that is empty by mistake.
     *
     * @dataProvider empties
     * @param mixed $value
     */
    public function test_an_option_without_a_value_is_refused($value): void {
        $this->expectExceptionMessage('--name: cli_valuemissing');
        (new client_options(['create' => true, 'name' => $value], [], '/'))->fields();
    }

    /**
     * Nothing, as the command line can say it.
     *
     * @return array
     */
    public static function empties(): array {
        return [[true], [''], [' ']];
    }
}
