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

namespace local_mcpgate\webhook;

use local_mcpgate\local\webhook\event_type;
use local_mcpgate\local\webhook\happening;
use PHPUnit\Framework\TestCase;

/**
 * What rows of the record are announced as.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class happening_test extends TestCase {

    /**
     * Return a row.
     *
     * @param string $kind
     * @param string $outcome
     * @param array $more
     * @return \stdClass
     */
    private static function row(string $kind, string $outcome, array $more = []): \stdClass {
        return (object) ($more + ['recordid' => "{$kind}-{$outcome}", 'kind' => $kind, 'outcome' => $outcome, 'timecreated' => 5]);
    }

    /**
     * Every kind has its type.
     *
     * @dataProvider types
     * @param string|null $type
     * @param \stdClass $row
     */
    public function test_a_row_is_announced_as_its_type(?string $type, \stdClass $row): void {
        $this->assertSame($type, event_type::of($row));
        $this->assertTrue($type === null || isset(event_type::CHOICES[$type]));
    }

    /**
     * Types and rows.
     *
     * @return array
     */
    public static function types(): array {
        $replayed = self::row('connection_revoked', 'allowed', ['errorcode' => 'code_replayed']);
        $reused = self::row('connection_revoked', 'allowed', ['errorcode' => 'refresh_reused']);
        return [
            'a call' => ['call.allowed', self::row('call', 'allowed')],
            'a refused call' => ['call.denied', self::row('call', 'denied')],
            'a failed call' => ['call.failed', self::row('call', 'error')],
            'a lost call' => ['call.failed', self::row('call', 'unknown')],
            'a sign-in' => ['auth.failed', self::row('auth_failed', 'denied')],
            'a limit' => ['rate.limited', self::row('rate_limited', 'denied')],
            'an end' => ['connection.revoked', self::row('connection_revoked', 'allowed', ['errorcode' => 'person'])],
            'a replayed code' => ['token.reused', $replayed],
            'a reused token' => ['token.reused', $reused],
            'an endpoint' => ['webhook.changed', self::row('webhook_changed', 'allowed')],
            'something new' => [null, self::row('unheard_of', 'allowed')],
        ];
    }

    /**
     * Rows of one request become one message a type, always in the same order.
     */
    public function test_rows_of_a_type_are_told_of_together(): void {
        $found = happening::in([
            self::row('rate_limited', 'denied', ['attempts' => '40']),
            self::row('call', 'denied', ['recordid' => 'first', 'timecreated' => '3']),
            self::row('unheard_of', 'allowed'),
            self::row('call', 'denied'),
            self::row('rate_limited', 'denied', ['attempts' => '2']),
        ]);
        $said = array_map(static function (happening $happening): array {
            return [$happening->type(), $happening->count(), $happening->time(), $happening->facts()['recordid']];
        }, $found);
        $this->assertSame([['call.denied', 2, 3, 'first'], ['rate.limited', 42, 5, 'rate_limited-denied']], $said);
    }
}
