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

namespace local_mcpgate\oauth;

use local_mcpgate\local\bridge\bridge_exception;
use local_mcpgate\local\oauth\scope_set;
use PHPUnit\Framework\TestCase;

/**
 * What a connection or a token is good for.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class scope_set_test extends TestCase {

    /**
     * To write includes to read.
     */
    public function test_writing_includes_reading(): void {
        $this->assertSame(['api.read', 'api.write'], scope_set::of(['api.write'])->names());
        $this->assertSame('api.read', scope_set::of(['api.read'])->column());
    }

    /**
     * A set never grows.
     */
    public function test_two_sets_share_only_what_both_hold(): void {
        $read = scope_set::stored('api.read');
        $write = scope_set::stored('api.read api.write');
        $this->assertFalse($write->within($read)->writes());
        $this->assertFalse($read->within($write)->writes());
        $this->assertTrue($write->within($write)->writes());
    }

    /**
     * A read-only site takes writing away and gives nothing.
     */
    public function test_a_permission_of_the_site_adds_nothing(): void {
        $this->assertFalse(scope_set::of(['api.write'])->writing_only_if(false)->writes());
        $this->assertTrue(scope_set::of(['api.write'])->writing_only_if(true)->writes());
        $this->assertFalse(scope_set::of(['api.read'])->writing_only_if(true)->writes());
    }

    /**
     * Unknown means refuse.
     *
     * @dataProvider refused
     * @param string[] $names
     */
    public function test_an_unknown_or_missing_scope_is_refused(array $names): void {
        $this->expectException(bridge_exception::class);
        $this->expectExceptionMessage('api.read and api.write');
        scope_set::of($names);
    }

    /**
     * Lists that are no scopes of ours.
     *
     * @return array
     */
    public static function refused(): array {
        return [[[]], [['api.admin']], [['api.read', 'API.WRITE']], [['api.read ']], [['api.*']], [['']]];
    }
}
