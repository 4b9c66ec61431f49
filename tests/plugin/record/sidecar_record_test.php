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

use local_mcpgate\local\bridge\bridge_exception;
use local_mcpgate\local\record\sidecar_record;
use PHPUnit\Framework\TestCase;

/**
 * What Moodle believes a sidecar.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class sidecar_record_test extends TestCase {

    /** A record as the protocol shows it. */
    private const RECORD = [
        'recordid' => '0b8f2f0e-6f0e-4a52-9d53-2f4b8a8f3a11', 'timecreated' => 1790000000.1, 'kind' => 'call',
        'tool' => 'list_moodle_functions', 'function' => null, 'outcome' => 'allowed', 'errorcode' => '', 'connectionid' => null,
        'clientid' => '', 'argumentkeys' => ['query'], 'clientip' => '192.0.2.7', 'durationms' => 3, 'resultbytes' => 120,
        'protocol' => '2026-07-28', 'useragent' => 'x', 'node' => 'n', 'count' => 1,
    ];

    /**
     * The record of the protocol page becomes a row.
     */
    public function test_a_record_becomes_a_row(): void {
        $columns = (new sidecar_record(self::RECORD, 0))->columns(1790000060);
        $this->assertSame(1790000000, $columns['timecreated']);
        $this->assertSame('192.0.2.7', $columns['clientip']);
        $this->assertSame(['query'], $columns['argumentkeys']);
        $this->assertArrayNotHasKey('userid', $columns);
        $this->assertArrayNotHasKey('scopes', $columns);
    }

    /**
     * Who and which scopes is never the sidecar's to say.
     */
    public function test_person_and_scopes_are_not_taken_from_a_record(): void {
        $columns = (new sidecar_record(['userid' => 2, 'scopes' => 'api.write'] + self::RECORD, 0))->columns(1790000060);
        $this->assertArrayNotHasKey('userid', $columns);
        $this->assertArrayNotHasKey('scopes', $columns);
    }

    /**
     * That a function ran is for Moodle to say.
     *
     * @dataProvider claims
     * @param array $claim
     * @param bool $credible
     */
    public function test_a_sidecar_cannot_claim_that_a_function_ran(array $claim, bool $credible): void {
        try {
            new sidecar_record($claim + self::RECORD, 3);
            $this->assertTrue($credible);
        } catch (bridge_exception $refusal) {
            $this->assertFalse($credible);
            $this->assertSame(['record' => 3, 'field' => 'outcome'], $refusal->detail());
        }
    }

    /**
     * Claims of a sidecar.
     *
     * @return array
     */
    public static function claims(): array {
        $call = ['tool' => 'call_moodle_function', 'function' => 'core_course_get_contents'];
        return [
            'listed' => [[], true],
            'described' => [['tool' => 'describe_moodle_function', 'function' => 'core_course_get_contents'], true],
            'called' => [$call, false],
            'another tool' => [['tool' => 'my_courses'], false],
            'no tool' => [['tool' => ''], false],
            'call refused' => [['outcome' => 'denied', 'errorcode' => 'rate_limited'] + $call, true],
            'call failed' => [['outcome' => 'error', 'errorcode' => 'moodle_unreachable'] + $call, true],
            'sign-in allowed' => [['kind' => 'auth_failed'], false],
            'started' => [['outcome' => 'started'], false],
            'unknown' => [['outcome' => 'unknown'], false],
        ];
    }

    /**
     * Anything else than the protocol is refused and named.
     *
     * @dataProvider malformed
     * @param array $change
     * @param string $field
     */
    public function test_a_malformed_record_is_refused_by_field(array $change, string $field): void {
        $this->expectException(bridge_exception::class);
        $this->expectExceptionMessage("\"{$field}\"");
        new sidecar_record($change + self::RECORD, 0);
    }

    /**
     * Changes that no record may have.
     *
     * @return array
     */
    public static function malformed(): array {
        return [
            [['recordid' => 'x'], 'recordid'],
            [['recordid' => strtoupper(self::RECORD['recordid'])], 'recordid'],
            [['recordid' => self::RECORD['recordid'] . "\n"], 'recordid'],
            [['kind' => 'connection_authorised'], 'kind'],
            [['timecreated' => '1790000000'], 'timecreated'],
            [['timecreated' => NAN], 'timecreated'],
            [['tool' => 1, 'outcome' => 'denied'], 'tool'],
            [['connectionid' => '5'], 'connectionid'],
            [['durationms' => -1], 'durationms'],
            [['count' => 1.5], 'count'],
            [['argumentkeys' => 'query'], 'argumentkeys'],
            [['clientip' => 'localhost'], 'clientip'],
            [['clientip' => 7], 'clientip'],
        ];
    }

    /**
     * A sidecar whose clock runs ahead does not write the future, and a count is at least one.
     */
    public function test_times_and_counts_are_bounded(): void {
        $columns = (new sidecar_record(['timecreated' => 1e15, 'count' => 0] + self::RECORD, 0))->columns(1790000060);
        $this->assertSame(1790000060, $columns['timecreated']);
        $this->assertSame(1, $columns['attempts']);
    }

    /**
     * Words of a person do not enter the record as the name of a function.
     */
    public function test_a_function_name_that_is_none_is_dropped(): void {
        $change = ['outcome' => 'denied', 'function' => 'delete everything of Ann'];
        $this->assertNull((new sidecar_record($change + self::RECORD, 0))->columns(1790000060)['functionname']);
    }
}
