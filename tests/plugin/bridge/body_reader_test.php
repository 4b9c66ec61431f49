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

namespace local_mcpgate\bridge;

use local_mcpgate\local\bridge\body_reader;
use local_mcpgate\local\bridge\bridge_exception;
use PHPUnit\Framework\TestCase;

/**
 * Fields of an operation.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class body_reader_test extends TestCase {

    /** 64 hex digits. */
    private const HASH = '0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef';

    /**
     * Good fields come back as they are.
     */
    public function test_good_fields_are_returned(): void {
        $fields = new body_reader(['a' => 'x y', 'h' => self::HASH, 'hs' => [self::HASH], 'ip' => '2001:db8::1', 'none' => null]);
        $this->assertSame('x y', $fields->text('a', 3));
        $this->assertSame(self::HASH, $fields->hash('h'));
        $this->assertSame([self::HASH], $fields->hashes('hs'));
        $this->assertSame('2001:db8::1', $fields->address('ip'));
        $this->assertNull($fields->optional_text('none', 3));
        $this->assertNull($fields->address('none'));
        $this->assertSame([0, 7], [(new body_reader(['n' => 0]))->number('n'), (new body_reader(['n' => 7]))->number('n')]);
        $this->assertNull($fields->optional_texts('none', 3, 3));
    }

    /**
     * A bad field is refused, whatever is wrong with it.
     *
     * @dataProvider bad_fields
     * @param string $method
     * @param mixed $value
     * @param int[] $bounds
     */
    public function test_a_bad_field_is_refused(string $method, $value, array $bounds = []): void {
        $this->expectException(bridge_exception::class);
        $this->expectExceptionMessage('"field"');
        (new body_reader(['field' => $value]))->$method('field', ...$bounds);
    }

    /**
     * Methods and what they refuse.
     *
     * @return array
     */
    public static function bad_fields(): array {
        return [
            ['text', null, [9]], ['text', '', [9]], ['text', 7, [9]], ['text', ['x'], [9]], ['text', 'toolongtext', [9]],
            ['text', "a\0b", [9]], ['text', "a\n", [9]], ['text', true, [9]],
            ['hash', null], ['hash', strtoupper(self::HASH)], ['hash', self::HASH . "\n"], ['hash', substr(self::HASH, 1)],
            ['hash', 1],
            ['number', null], ['number', '7'], ['number', 7.0], ['number', -1], ['number', true],
            ['hashes', []], ['hashes', self::HASH], ['hashes', array_fill(0, 5, self::HASH)], ['hashes', ['x' => self::HASH]],
            ['hashes', [self::HASH, null]], ['hashes', [self::HASH, strtoupper(self::HASH)]],
            ['address', '10.0.0.1, 10.0.0.2'], ['address', '10.0.0.0/8'], ['address', 'fe80::1%eth0'], ['address', 'here'],
            ['address', 3],
            ['texts', ['ab', ''], [9, 9]], ['texts', ['ab', 'cd'], [1, 9]], ['texts', ['abc'], [9, 2]], ['texts', null, [9, 9]],
            ['structure', 'x'], ['structure', null],
        ];
    }
}
