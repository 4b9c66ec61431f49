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

namespace local_mcpgate\record;

use local_mcpgate\fixtures\site_database;
use local_mcpgate\local\record\plain_facts;
use PHPUnit\Framework\TestCase;

/**
 * What of a row may leave the record.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class plain_facts_test extends TestCase {

    /**
     * Codes go out with the rule they stand for; other text does not.
     */
    public function test_codes_are_told_and_other_text_is_not(): void {
        foreach (['course_refused', 'function_unknown:unlisted', 'read_to_write'] as $code) {
            $this->assertSame($code, plain_facts::errorcode((object) ['errorcode' => $code]));
        }
        foreach ([null, '', 'Ana', 'ana lima', 'a:b:c', "code\n", '192.0.2.1', str_repeat('a', 101)] as $text) {
            $this->assertNull(plain_facts::errorcode((object) ['errorcode' => $text]));
        }
    }

    /**
     * Whatever a client asks for is told only if the site has it.
     */
    public function test_functions_are_told_only_if_the_site_has_them(): void {
        global $DB;
        $DB = new site_database();
        $told = static function (?string $name, ?string $class = null): ?string {
            return plain_facts::function_name((object) ['functionname' => $name, 'functionclass' => $class]);
        };
        $this->assertSame('core_course_get_contents', $told('core_course_get_contents'));
        $this->assertSame('local_own_function', $told('local_own_function', 'read'));
        $this->assertNull($told('ana_lima'));
        $this->assertNull($told(null));
    }

    /**
     * A tool that there is not is a word of the client's.
     */
    public function test_a_tool_that_there_is_not_is_not_told(): void {
        $this->assertSame('search', plain_facts::tool((object) ['tool' => 'search', 'errorcode' => 'rate_limited']));
        $this->assertNull(plain_facts::tool((object) ['tool' => 'ana_lima', 'errorcode' => 'tool_unknown']));
    }

    /**
     * Of what administrators changed, the id is told and the name is not.
     */
    public function test_of_what_was_changed_the_id_is_told_and_not_the_name(): void {
        $changed = static function (string $kind, ?string $label): ?string {
            return plain_facts::changed((object) ['kind' => $kind, 'client' => $label]);
        };
        $this->assertSame('12', $changed('webhook_changed', 'siem.example.edu (12)'));
        $this->assertSame('https://a.example/(x)', $changed('client_changed', 'Tutor (of Ana) (https://a.example/(x))'));
        $this->assertNull($changed('client_changed', null));
        $this->assertNull($changed('call', 'Ana (12)'));
    }
}
