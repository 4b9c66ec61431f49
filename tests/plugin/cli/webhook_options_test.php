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

use local_mcpgate\local\cli\command_refused;
use local_mcpgate\local\cli\webhook_options;
use PHPUnit\Framework\TestCase;

/**
 * The options of the command about the webhook.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class webhook_options_test extends TestCase {

    /**
     * Options become fields.
     *
     * @dataProvider wholes
     * @param array $fields
     * @param array $options
     */
    public function test_options_become_fields(array $fields, array $options): void {
        $this->assertSame($fields, (new webhook_options($options + ['list' => null]))->fields());
    }

    /**
     * Fields and options.
     *
     * @return array
     */
    public static function wholes(): array {
        return [
            'nothing' => [[], []],
            'an address' => [['url' => 'https://siem.example.edu/'], ['url' => ' https://siem.example.edu/']],
            'types' => [['events' => ['auth.failed', 'call.denied']], ['events' => 'auth.failed, call.denied']],
            'private' => [['allowprivate' => 1, 'privatehost' => '10.0.0.5'], ['private' => '10.0.0.5']],
            'not private' => [['allowprivate' => 0, 'privatehost' => ''], ['private' => 'no']],
        ];
    }

    /**
     * Every type can be chosen with one word.
     */
    public function test_all_stands_for_every_type(): void {
        $fields = (new webhook_options(['events' => 'all']))->fields();
        $this->assertContains('record.sealed', $fields['events']);
        $this->assertNotContains('webhook.test', $fields['events']);
    }

    /**
     * What does not go together is refused.
     *
     * @dataProvider refused
     * @param string[] $options
     */
    public function test_options_that_do_not_go_together_are_refused(array $options): void {
        $this->expectException(command_refused::class);
        (new webhook_options($options))->action();
    }

    /**
     * Options that do not go together.
     *
     * @return array
     */
    public static function refused(): array {
        return [
            'two things at once' => [['pause' => '1', 'test' => '1']],
            'an address for nothing' => [['url' => 'https://siem.example.edu/']],
            'an address to pause' => [['pause' => '1', 'url' => 'https://siem.example.edu/']],
            'a message to delete' => [['delete' => '1', 'message' => 'msg_1']],
        ];
    }

    /**
     * Whoever names a type that is none is told all that there are.
     */
    public function test_a_mistake_about_types_lists_them(): void {
        $message = webhook_options::refusal(['events' => 'wrong'])->getMessage();
        $this->assertStringStartsWith('--events: wrong cli_badformat: auth.failed, call.denied, ', $message);
        $this->assertStringEndsWith(', record.rolled_back, all', $message);
    }

    /**
     * An option that is empty by mistake never means something.
     *
     * @dataProvider blanks
     * @param string $name
     * @param mixed $value
     */
    public function test_an_empty_option_is_refused(string $name, $value): void {
        $this->expectException(command_refused::class);
        (new webhook_options([$name => $value]))->fields();
    }

    /**
     * Options without a value.
     *
     * @return array
     */
    public static function blanks(): array {
        return [['url', ''], ['events', ' '], ['private', true], ['private', '']];
    }
}
