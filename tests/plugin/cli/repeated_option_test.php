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

use local_mcpgate\local\cli\repeated_option;
use PHPUnit\Framework\TestCase;

/**
 * Options that may be given more than once.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class repeated_option_test extends TestCase {

    /**
     * Every value counts, in its order.
     *
     * @dataProvider commands
     * @param string[] $values
     * @param string[] $arguments
     */
    public function test_every_value_counts(array $values, array $arguments): void {
        $this->assertSame($values, repeated_option::values(array_merge(['clients.php'], $arguments), 'redirect-uri'));
    }

    /**
     * Arguments and the values among them.
     *
     * @return array
     */
    public static function commands(): array {
        return [
            'none' => [[], ['--create']],
            'two' => [['https://a.example/', 'https://b.example/'],
                ['--redirect-uri=https://a.example/', '--name=x', '--redirect-uri=https://b.example/']],
            'with a comma' => [['https://a.example/', 'http://localhost/'],
                ['--redirect-uri=https://a.example/,http://localhost/']],
            'a comma inside' => [['https://a.example/x,y?z=1,2'], ['--redirect-uri=https://a.example/x,y?z=1,2']],
            'an equals sign inside' => [['https://a.example/?x=1'], ['--redirect-uri=https://a.example/?x=1']],
            'another option' => [[], ['--redirect-urinal=https://a.example/']],
            'after the end' => [[], ['--', '--redirect-uri=https://a.example/']],
        ];
    }
}
