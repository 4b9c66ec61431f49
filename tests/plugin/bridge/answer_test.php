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

use local_mcpgate\local\bridge\answer;
use local_mcpgate\local\bridge\bridge_exception;
use local_mcpgate\local\bridge\encoded_json;
use PHPUnit\Framework\TestCase;

/**
 * What the bridge says, byte by byte.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class answer_test extends TestCase {

    /**
     * A result of megabytes is encoded once.
     */
    public function test_encoded_parts_are_passed_on_as_they_are(): void {
        $json = answer::success(['result' => new encoded_json('{"a":{}}'), 'class' => 'read', 'n' => 1.0]);
        $this->assertSame('{"ok":true,"data":{"result":{"a":{}},"class":"read","n":1.0}}', $json);
    }

    /**
     * The protocol's detail is an object.
     */
    public function test_an_empty_detail_is_an_object(): void {
        $json = answer::failure(new bridge_exception('mcp_disabled', 'Off — "now".'));
        $this->assertSame('{"ok":false,"error":{"code":"mcp_disabled","message":"Off — \"now\".","detail":{}}}', $json);
    }

    /**
     * Broken text does not break the answer.
     */
    public function test_invalid_utf8_is_replaced(): void {
        $decoded = json_decode(answer::success(['text' => "caf\xe9"]), true);
        $this->assertSame("caf\u{fffd}", $decoded['data']['text']);
    }

    /**
     * 401 says the sidecar's key is wrong, 500 that Moodle is broken.
     *
     * @dataProvider statuses
     * @param string $code
     * @param int $status
     */
    public function test_the_status_follows_the_code(string $code, int $status): void {
        $this->assertSame($status, answer::status(new bridge_exception($code, '')));
    }

    /**
     * Codes and their status.
     *
     * @return array
     */
    public static function statuses(): array {
        return [
            ['bridge_bad_signature', 401],
            ['bridge_clock_skew', 401],
            ['bridge_replayed', 401],
            ['bridge_internal_error', 500],
            ['bridge_bad_request', 400],
            ['token_unknown', 400],
            ['function_crashed', 400],
        ];
    }
}
