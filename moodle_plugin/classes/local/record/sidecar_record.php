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

namespace local_mcpgate\local\record;

use local_mcpgate\local\bridge\bridge_exception;

/**
 * One thing a sidecar decided by itself, checked before any of it is believed.
 *
 * A sidecar may report refusals, failures, and the tools that only list or
 * describe. That a function ran is for Moodle alone to say.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class sidecar_record {

    /** What a sidecar decides by itself. */
    private const KINDS = ['call', 'auth_failed', 'rate_limited', 'record_rolled_back'];

    /** Tools that are done without running a function. */
    private const OWN_TOOLS = ['list_moodle_functions', 'describe_moodle_function'];

    /** Fields that are text, may be left out, and are cut to size later. */
    private const TEXTS = ['tool', 'function', 'errorcode', 'clientid', 'protocol', 'useragent', 'node'];

    /** Fields that are whole numbers and may be left out. */
    private const NUMBERS = ['connectionid', 'durationms', 'resultbytes', 'count'];

    /** Largest number a column takes. */
    private const MAX_NUMBER = 9999999999;

    /** @var array The record as sent, checked. */
    private $record;

    /**
     * Check a record.
     *
     * @param mixed $record
     * @param int $index its place among those sent
     * @throws bridge_exception bridge_bad_request with detail record and field
     */
    public function __construct($record, int $index) {
        $bad = is_array($record) ? self::first_bad_field($record) : 'record';
        if ($bad !== null) {
            $message = "Record {$index} is not as the protocol says: \"{$bad}\".";
            throw new bridge_exception('bridge_bad_request', $message, ['record' => $index, 'field' => $bad]);
        }
        $this->record = $record;
    }

    /**
     * Return its id.
     *
     * @return string
     */
    public function recordid(): string {
        return $this->record['recordid'];
    }

    /**
     * Return the id of the connection it is about.
     *
     * @return int|null
     */
    public function connectionid(): ?int {
        return $this->record['connectionid'] ?? null;
    }

    /**
     * Return the columns of its audit row, but for those that the connection decides.
     *
     * @param int $now Unix time; nothing happened later
     * @return array
     */
    public function columns(int $now): array {
        $function = $this->record['function'] ?? null;
        return [
            'recordid' => $this->recordid(),
            'kind' => $this->record['kind'],
            'timecreated' => (int) min(max(0, $this->record['timecreated']), $now),
            'connectionid' => $this->connectionid(),
            'client' => $this->record['clientid'] ?? null,
            'tool' => $this->record['tool'] ?? null,
            'functionname' => is_string($function) && preg_match('/^[a-z0-9_]{1,200}$/D', $function) ? $function : null,
            'outcome' => $this->record['outcome'],
            'errorcode' => $this->record['errorcode'] ?? null,
            'argumentkeys' => $this->record['argumentkeys'] ?? [],
            'clientip' => self::address($this->record),
            'durationms' => $this->record['durationms'] ?? null,
            'resultbytes' => $this->record['resultbytes'] ?? null,
            'protocol' => $this->record['protocol'] ?? null,
            'useragent' => $this->record['useragent'] ?? null,
            'node' => $this->record['node'] ?? null,
            'attempts' => max(1, $this->record['count'] ?? 1),
        ];
    }

    /**
     * Return the name of the first field that cannot be taken.
     *
     * @param array $record
     * @return string|null
     */
    private static function first_bad_field(array $record): ?string {
        if (!preg_match('/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/D', self::string($record, 'recordid'))) {
            return 'recordid';
        }
        if (!in_array($record['kind'] ?? null, self::KINDS, true)) {
            return 'kind';
        }
        $time = $record['timecreated'] ?? null;
        if (!(is_int($time) || is_float($time)) || !is_finite($time)) {
            return 'timecreated';
        }
        if (!self::outcome_is_credible($record)) {
            return 'outcome';
        }
        return self::first_of_wrong_type($record);
    }

    /**
     * Return the name of the first field of a wrong type.
     *
     * @param array $record
     * @return string|null
     */
    private static function first_of_wrong_type(array $record): ?string {
        foreach (self::TEXTS as $field) {
            if (!is_string($record[$field] ?? '')) {
                return $field;
            }
        }
        foreach (self::NUMBERS as $field) {
            $number = $record[$field] ?? 0;
            if (!is_int($number) || $number < 0 || $number > self::MAX_NUMBER) {
                return $field;
            }
        }
        if (!is_array($record['argumentkeys'] ?? [])) {
            return 'argumentkeys';
        }
        $address = $record['clientip'] ?? '';
        return is_string($address) && ($address === '' || self::address($record) !== null) ? null : 'clientip';
    }

    /**
     * Tell whether a sidecar can know of this outcome.
     *
     * @param array $record
     * @return bool
     */
    private static function outcome_is_credible(array $record): bool {
        $outcome = $record['outcome'] ?? null;
        if ($outcome === outcome::ALLOWED) {
            return $record['kind'] === 'call' && in_array($record['tool'] ?? null, self::OWN_TOOLS, true);
        }
        return $outcome === outcome::DENIED || $outcome === outcome::ERROR;
    }

    /**
     * Return the client's address.
     *
     * @param array $record
     * @return string|null
     */
    private static function address(array $record): ?string {
        return filter_var($record['clientip'] ?? '', FILTER_VALIDATE_IP) ?: null;
    }

    /**
     * Return a field if it is a string.
     *
     * @param array $record
     * @param string $field
     * @return string
     */
    private static function string(array $record, string $field): string {
        $value = $record[$field] ?? '';
        return is_string($value) ? $value : '';
    }
}
