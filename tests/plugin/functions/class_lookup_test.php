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

namespace local_mcpgate\functions;

use local_mcpgate\local\functions\class_lookup;
use local_mcpgate\local\functions\function_verdict;
use PHPUnit\Framework\TestCase;

/**
 * Which class a function has.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class class_lookup_test extends TestCase {

    /**
     * The table wins over what Moodle says.
     */
    public function test_the_table_wins_over_moodles_type(): void {
        $lookup = new class_lookup(['a' => ['never', 'credential', 'assessment']], []);
        $verdict = $lookup->classify('a', true, 'read');
        $this->assertSame(['never', 'credential', true], self::said($verdict));
    }

    /**
     * Where the table is silent, only exactly "read" reads.
     *
     * @dataProvider types
     * @param string $type
     * @param string $class
     */
    public function test_an_unknown_function_writes_unless_it_says_read(string $type, string $class): void {
        $verdict = (new class_lookup([], []))->classify('core_new_function', true, $type);
        $this->assertSame([$class, '', false], self::said($verdict));
    }

    /**
     * Types as plugins write them.
     *
     * @return array
     */
    public static function types(): array {
        return [['read', 'read'], ['write', 'write'], ['', 'write'], ['Read', 'write'], ['read ', 'write'], ['readonly', 'write']];
    }

    /**
     * What an admin said of a function replaces its class, be it looser or stricter.
     *
     * @dataProvider decisions
     * @param string $own
     * @param string $listed
     */
    public function test_an_admins_class_replaces_the_functions_own(string $own, string $listed): void {
        $lookup = new class_lookup(['a' => [$own, 'deletes', 'assessment']], ['a' => $listed]);
        $this->assertSame([$listed, class_lookup::LISTED, true], self::said($lookup->classify('a', true, 'read')));
        $this->assertSame([$own, 'deletes', true], self::said($lookup->unlisted('a', true, 'read')));
    }

    /**
     * Classes, each with what an admin makes of it.
     *
     * @return array
     */
    public static function decisions(): array {
        return [['read', 'never'], ['never', 'read'], ['destructive', 'write'], ['write', 'destructive'], ['read', 'read']];
    }

    /**
     * An admin's word counts for the exact name only; there are no wildcards.
     *
     * @dataProvider almost_names
     * @param string $name
     */
    public function test_an_admins_word_is_for_one_name(string $name): void {
        $lookup = new class_lookup(['core_a_delete' => ['never', 'metacall']], [$name => 'read']);
        $this->assertSame('never', $lookup->classify('core_a_delete', true, 'read')->function_class());
        $this->assertFalse($lookup->is_listed('core_a_delete'));
    }

    /**
     * Names that are not the one.
     *
     * @return array
     */
    public static function almost_names(): array {
        return [
            ['*'], ['core_*'], ['core_a_*'], ['CORE_A_DELETE'],
            ['core_a_delete '], ["core_a_delete\n"], ['%'], ['core_a_delet_'], [''],
        ];
    }

    /**
     * A word that is no class keeps a function out of reach.
     */
    public function test_an_unknown_class_means_never(): void {
        $lookup = new class_lookup([], ['a' => 'nonsense']);
        $this->assertSame('never', $lookup->classify('a', false, 'read')->function_class());
    }

    /**
     * A plugin that takes the name of a standard function does not get its class.
     */
    public function test_the_table_speaks_for_standard_moodle_only(): void {
        $lookup = new class_lookup(['mod_chat_get_chats' => ['read', '']], []);
        $this->assertSame('write', $lookup->classify('mod_chat_get_chats', false, 'write')->function_class());
    }

    /**
     * Return what a verdict says.
     *
     * @param function_verdict $verdict
     * @return array class, reason and whether it is an assessment
     */
    private static function said(function_verdict $verdict): array {
        return [$verdict->function_class(), $verdict->reason(), $verdict->assessment()];
    }
}
