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

namespace local_mcpgate\local\seal;

/**
 * What a seal covers of an audit row, in the one form that is hashed.
 *
 * Personal columns enter only as a commitment under the row's own salt: once both are
 * gone, nothing leads back to them, and the chain is as whole as before.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class canonical_row {

    /** @var string[] Numbers that are hashed as they are. */
    public const NUMBERS = [
        'id', 'timecreated', 'connectionid', 'courseid', 'durationms', 'resultbytes', 'attempts', 'timedeadline', 'chainnumber',
    ];

    /** @var string[] Texts that are hashed as they are. */
    public const TEXTS = [
        'recordid', 'kind', 'tool', 'functionname', 'functionclass', 'scopes', 'outcome', 'errorcode', 'argumentkeys', 'protocol',
        'node', 'commitment',
    ];

    /** @var string[] Columns that tell of a person. */
    public const PERSONAL = ['client', 'clientip', 'useragent', 'userid'];

    /** @var string[] Columns that hold the seal itself. */
    public const SEAL = ['salt', 'chainhash', 'sealid'];

    /** The hash before the first row. */
    public const GENESIS = '0000000000000000000000000000000000000000000000000000000000000000';

    /** @var int */
    private const SALT_BYTES = 32;

    /** @var int A text that is not UTF-8 was never sealed; it must differ, not stop the verifier. */
    private const JSON = JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES | JSON_INVALID_UTF8_SUBSTITUTE | JSON_THROW_ON_ERROR;

    /**
     * Make a salt.
     *
     * @return string hex
     */
    public static function new_salt(): string {
        return bin2hex(random_bytes(self::SALT_BYTES));
    }

    /**
     * Commit to the personal columns of a row.
     *
     * @param \stdClass $row
     * @param string $salt hex
     * @return string hex
     */
    public static function commitment(\stdClass $row, string $salt): string {
        $values = [
            'client' => self::text($row->client),
            'clientip' => self::text($row->clientip),
            'useragent' => self::text($row->useragent),
            'userid' => self::number($row->userid),
        ];
        return hash_hmac('sha256', json_encode($values, self::JSON), $salt);
    }

    /**
     * Tell whether a row still says what its commitment says, or was erased whole.
     *
     * @param \stdClass $row
     * @return bool
     */
    public static function keeps_commitment(\stdClass $row): bool {
        if ($row->salt !== null) {
            return hash_equals((string) $row->commitment, self::commitment($row, $row->salt));
        }
        return self::is_anonymous($row);
    }

    /**
     * Tell whether a row says nothing of a person.
     *
     * @param \stdClass $row
     * @return bool
     */
    public static function is_anonymous(\stdClass $row): bool {
        foreach (self::PERSONAL as $column) {
            if ($row->$column !== null) {
                return false;
            }
        }
        return true;
    }

    /**
     * Link a row to the one before it.
     *
     * @param string $previous hash of the row before it, in hex
     * @param \stdClass $row with its commitment and its number
     * @return string hex
     */
    public static function link(string $previous, \stdClass $row): string {
        return hash('sha256', "{$previous}\n" . self::json($row));
    }

    /**
     * Write a row in the form that is hashed.
     *
     * @param \stdClass $row
     * @return string JSON with sorted keys
     */
    public static function json(\stdClass $row): string {
        $values = [];
        foreach (self::NUMBERS as $column) {
            $values[$column] = self::number($row->$column);
        }
        foreach (self::TEXTS as $column) {
            $values[$column] = self::text($row->$column);
        }
        ksort($values);
        return json_encode($values, self::JSON);
    }

    /**
     * Read a number, whatever type the database's driver gives it.
     *
     * @param mixed $value
     * @return int|null
     */
    private static function number($value): ?int {
        return $value === null ? null : (int) $value;
    }

    /**
     * Read a text.
     *
     * @param mixed $value
     * @return string|null
     */
    private static function text($value): ?string {
        return $value === null ? null : (string) $value;
    }
}
