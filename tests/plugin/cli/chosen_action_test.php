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

use PHPUnit\Framework\TestCase;
use local_mcpgate\local\cli\chosen_action;
use local_mcpgate\local\cli\command_refused;

/**
 * The one thing that a command is told to do.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class chosen_action_test extends TestCase {

    /** @var array[] */
    private const ACTIONS = ['revoke' => [], 'change' => ['mode']];

    /**
     * What goes together is done.
     */
    public function test_an_action_and_its_options_go_together(): void {
        $this->assertSame('change', chosen_action::of(['mode', 'change'], self::ACTIONS, ['user']));
        $this->assertNull(chosen_action::of(['user'], self::ACTIONS, ['user']));
        $this->assertNull(chosen_action::of([], self::ACTIONS));
    }

    /**
     * Nothing that was given is ignored.
     *
     * @dataProvider refused
     * @param string $problem
     * @param string[] $given
     */
    public function test_nothing_that_was_given_is_ignored(string $problem, array $given): void {
        $this->expectException(command_refused::class);
        $this->expectExceptionMessage($problem);
        chosen_action::of($given, self::ACTIONS, ['user']);
    }

    /**
     * What does not go together.
     *
     * @return array
     */
    public static function refused(): array {
        return [
            'two actions' => ['--change: cli_oneaction: --revoke, --change', ['change', 'revoke']],
            'a list to revoke' => ['--user: cli_otheraction', ['revoke', 'user']],
            'details to list' => ['--mode: cli_otheraction', ['mode']],
        ];
    }
}
