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

namespace local_mcpgate\call;

use local_mcpgate\fixtures\described;
use local_mcpgate\local\bridge\bridge_exception;
use local_mcpgate\local\call\result_json;
use PHPUnit\Framework\TestCase;

/**
 * Results as they leave PHP.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class result_json_test extends TestCase {

    /**
     * Where the description says object, there is an object, even without members.
     */
    public function test_empty_objects_are_objects_and_empty_lists_lists(): void {
        $description = described::structure([
            'summary' => described::structure(['text' => described::value('raw', described::OPTIONAL)]),
            'rows' => described::items(described::structure([])),
            'none' => described::items(described::value('int')),
        ]);
        $result = ['summary' => [], 'rows' => [[], []], 'none' => []];
        $this->assertSame('{"summary":{},"rows":[{},{}],"none":[]}', result_json::of($result, $description));
        $this->assertSame('{}', result_json::of([], $description));
    }

    /**
     * A function that returns nothing returns null.
     */
    public function test_no_result_is_null(): void {
        $this->assertSame('null', result_json::of(null, null));
        $this->assertSame('true', result_json::of(true, described::value('bool')));
    }

    /**
     * A number that JSON lacks does not cost the rest.
     */
    public function test_what_json_cannot_hold_does_not_lose_the_result(): void {
        $this->assertSame('{"a":0,"b":1.5}', result_json::of(['a' => NAN, 'b' => 1.5], null));
    }

    /**
     * Secrets are gone when it is encoded.
     */
    public function test_secrets_are_blanked(): void {
        $json = result_json::of(['password' => 'x1', 'url' => 'a?sesskey=x2'], null);
        $this->assertSame('{"password":"[removed]","url":"a?sesskey=[removed]"}', $json);
    }

    /**
     * There is a bound.
     */
    public function test_a_result_over_the_bound_is_refused(): void {
        try {
            result_json::of(str_repeat('x', result_json::MAX_BYTES), null);
            $this->fail('It was passed on.');
        } catch (bridge_exception $refusal) {
            $this->assertSame('result_too_large', $refusal->bridge_code());
            $this->assertSame(result_json::MAX_BYTES + 2, $refusal->detail()['bytes']);
        }
    }
}
