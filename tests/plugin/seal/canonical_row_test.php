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

namespace local_mcpgate\seal;

use local_mcpgate\local\seal\canonical_row;
use PHPUnit\Framework\TestCase;

/**
 * What is hashed of an audit row.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class canonical_row_test extends TestCase {

    /**
     * Return the names of the columns of the audit table.
     *
     * @return string[]
     */
    private static function columns(): array {
        $schema = simplexml_load_file(__DIR__ . '/../../../moodle_plugin/db/install.xml');
        $names = $schema->xpath('//TABLE[@NAME="local_mcpgate_audit"]/FIELDS/FIELD/@NAME');
        return array_map('strval', $names);
    }

    /**
     * Return a row as a database's driver gives it.
     *
     * @param array $changes
     * @return \stdClass
     */
    private static function row(array $changes = []): \stdClass {
        $numbers = array_fill_keys(canonical_row::NUMBERS, '12');
        $texts = array_fill_keys(array_merge(canonical_row::TEXTS, canonical_row::PERSONAL), 'text');
        $others = ['userid' => '4711', 'salt' => null, 'chainhash' => null, 'sealid' => null];
        return (object) ($changes + $others + $numbers + $texts);
    }

    /**
     * Every column of the table is hashed committed to or part of the seal.
     */
    public function test_every_column_of_the_table_is_hashed_committed_to_or_part_of_the_seal(): void {
        $known = array_merge(canonical_row::NUMBERS, canonical_row::TEXTS, canonical_row::PERSONAL, canonical_row::SEAL);
        $this->assertEqualsCanonicalizing(self::columns(), $known);
    }

    /**
     * The keys are sorted and nothing of the person is among them.
     */
    public function test_the_keys_are_sorted_and_nothing_of_the_person_is_among_them(): void {
        $values = json_decode(canonical_row::json(self::row()), true);
        $sorted = $values;
        ksort($sorted);
        $this->assertSame(array_keys($sorted), array_keys($values));
        $this->assertSame([], array_intersect(array_keys($values), canonical_row::PERSONAL));
    }

    /**
     * A row is the same whatever type the driver gives its numbers.
     */
    public function test_a_row_is_the_same_whatever_type_the_driver_gives_its_numbers(): void {
        $asnumbers = self::row(array_fill_keys(canonical_row::NUMBERS, 12) + ['userid' => 4711]);
        $this->assertSame(canonical_row::json(self::row()), canonical_row::json($asnumbers));
        $this->assertSame(canonical_row::commitment(self::row(), 'ab'), canonical_row::commitment($asnumbers, 'ab'));
    }

    /**
     * Pairs of values that look alike.
     *
     * @return array[]
     */
    public static function alike(): array {
        return [
            'nothing and zero' => ['courseid', null, 0],
            'nothing and an empty text' => ['errorcode', null, ''],
            'a text and the same in two columns' => ['tool', "a\nb", 'a'],
            'a line break' => ['functionname', "a\n", 'a'],
            'a quote' => ['node', 'a","tool":"b', 'a'],
            'what is not UTF-8' => ['node', "a\xff", 'a'],
        ];
    }

    /**
     * Whatever differs is told apart.
     *
     * @dataProvider alike
     * @param string $column
     * @param mixed $one
     * @param mixed $other
     */
    public function test_values_that_look_alike_are_told_apart(string $column, $one, $other): void {
        $link = static function ($value) use ($column): string {
            return canonical_row::link(canonical_row::GENESIS, self::row([$column => $value]));
        };
        $this->assertNotSame($link($one), $link($other));
    }

    /**
     * A link depends on the row before.
     */
    public function test_a_link_depends_on_the_row_before(): void {
        $other = str_repeat('1', 64);
        $this->assertNotSame(
            canonical_row::link(canonical_row::GENESIS, self::row()),
            canonical_row::link($other, self::row())
        );
    }

    /**
     * A commitment depends on its salt and on every personal column.
     */
    public function test_a_commitment_depends_on_its_salt_and_on_every_personal_column(): void {
        $salt = canonical_row::new_salt();
        $found = [canonical_row::commitment(self::row(), $salt), canonical_row::commitment(self::row(), canonical_row::new_salt())];
        foreach (canonical_row::PERSONAL as $column) {
            $found[] = canonical_row::commitment(self::row([$column => null]), $salt);
        }
        $this->assertSame($found, array_unique($found));
    }

    /**
     * A row without a salt says nothing of anybody.
     */
    public function test_a_row_without_a_salt_says_nothing_of_anybody(): void {
        $erased = array_fill_keys(canonical_row::PERSONAL, null);
        $this->assertTrue(canonical_row::keeps_commitment(self::row($erased)));
        foreach (canonical_row::PERSONAL as $column) {
            $this->assertFalse(canonical_row::keeps_commitment(self::row([$column => '5'] + $erased)));
        }
    }

    /**
     * A salt is thirty two random bytes.
     */
    public function test_a_salt_is_thirty_two_random_bytes(): void {
        $salts = [canonical_row::new_salt(), canonical_row::new_salt()];
        $this->assertSame([64, 64], array_map('strlen', $salts));
        $this->assertNotSame($salts[0], $salts[1]);
    }
}
