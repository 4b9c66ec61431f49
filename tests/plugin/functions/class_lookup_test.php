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
use local_mcpgate\local\functions\function_class;
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
     * The table is whole: every function of Moodle 4.5, each with a class that exists.
     */
    public function test_the_table_classes_every_function_of_standard_moodle(): void {
        $table = class_lookup::standard_table();
        $this->assertCount(759, $table);
        foreach ($table as $name => [$class, $reason]) {
            $this->assertMatchesRegularExpression('/^[a-z0-9_]+$/D', $name);
            $this->assertContains($class, function_class::ALL, $name);
            $this->assertMatchesRegularExpression('/^[a-z -]*$/D', $reason, $name);
        }
        $counts = array_count_values(array_column($table, 0));
        $this->assertEquals(['read' => 303, 'write' => 239, 'destructive' => 72, 'never' => 145], $counts);
    }

    /**
     * Nothing loosens "never": not Moodle's own type, and not an admin's list.
     */
    public function test_never_stays_never(): void {
        $table = class_lookup::standard_table();
        $listed = array_fill_keys(array_keys($table), function_class::READ);
        $lookup = new class_lookup($table, $listed);
        $never = array_keys(array_filter($table, static function (array $row): bool {
            return $row[0] === function_class::NEVER;
        }));
        $this->assertContains('tool_mobile_call_external_functions', $never);
        foreach ($never as $name) {
            $this->assertSame(function_class::NEVER, $lookup->classify($name, true, 'read')->function_class(), $name);
        }
    }

    /**
     * What Moodle calls "read" though it changes or leaks something is no read here.
     *
     * @dataProvider mistyped
     * @param string $name
     */
    public function test_the_table_wins_over_moodles_type(string $name): void {
        $lookup = new class_lookup(class_lookup::standard_table(), []);
        $this->assertNotSame(function_class::READ, $lookup->classify($name, true, 'read')->function_class());
    }

    /**
     * Functions of the wrong type.
     *
     * @return array
     */
    public static function mistyped(): array {
        return [
            ['core_backup_submit_copy_form'], ['core_course_set_favourite_courses'], ['mod_lti_view_lti'],
            ['tool_mobile_get_tokens_for_qr_login'], ['core_competency_create_user_evidence_competency'],
        ];
    }

    /**
     * Where the table is silent, only exactly "read" reads.
     *
     * @dataProvider types
     * @param string $type
     * @param string $class
     */
    public function test_an_unknown_function_writes_unless_it_says_read(string $type, string $class): void {
        $this->assertSame($class, (new class_lookup([], []))->classify('core_new_function', true, $type)->function_class());
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
     * An admin may make a function stricter, and decides where the table is silent.
     */
    public function test_an_admin_only_makes_known_functions_stricter(): void {
        $lookup = new class_lookup(
            ['a' => ['read', ''], 'b' => ['destructive', '']],
            ['a' => 'destructive', 'b' => 'read', 'c' => 'read', 'd' => 'nonsense']
        );
        $this->assertSame('destructive', $lookup->classify('a', true, 'read')->function_class());
        $this->assertSame('destructive', $lookup->classify('b', true, 'read')->function_class());
        $this->assertSame('read', $lookup->classify('c', false, 'write')->function_class());
        $this->assertSame('never', $lookup->classify('d', false, 'read')->function_class());
        $this->assertSame(class_lookup::LISTED, $lookup->classify('a', true, 'read')->reason());
    }

    /**
     * A plugin that takes the name of a standard function does not get its class.
     */
    public function test_the_table_speaks_for_standard_moodle_only(): void {
        $lookup = new class_lookup(['mod_chat_get_chats' => ['read', '']], []);
        $this->assertSame('write', $lookup->classify('mod_chat_get_chats', false, 'write')->function_class());
    }
}
