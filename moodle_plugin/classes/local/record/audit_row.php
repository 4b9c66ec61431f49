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

/**
 * Makes audit rows that fit their table, whatever text a client sent.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class audit_row {

    /** Text columns and how many characters fit. */
    private const TEXTS = [
        'recordid' => 36,
        'kind' => 30,
        'client' => 255,
        'tool' => 64,
        'functionname' => 200,
        'functionclass' => 20,
        'scopes' => 255,
        'outcome' => 20,
        'errorcode' => 100,
        'clientip' => 45,
        'protocol' => 20,
        'useragent' => 255,
        'node' => 100,
    ];

    /** Numeric columns. */
    private const NUMBERS = [
        'timecreated', 'userid', 'connectionid', 'courseid', 'durationms', 'resultbytes', 'attempts', 'timedeadline',
    ];

    /** Longest name of an argument that is kept; all Moodle declares are shorter. */
    private const MAX_KEY_BYTES = 64;

    /** Most names of arguments that are kept. */
    private const MAX_KEYS = 100;

    /**
     * Make a row.
     *
     * @param array $fields columns; "argumentkeys" is a list; without a recordid one is made
     * @return \stdClass without an id
     */
    public static function of(array $fields): \stdClass {
        $fields += ['recordid' => \core\uuid::generate(), 'kind' => 'call', 'timecreated' => time(), 'attempts' => 1];
        $row = self::columns($fields);
        if (isset($fields['argumentkeys'])) {
            $row['argumentkeys'] = json_encode(self::keys($fields['argumentkeys']), JSON_THROW_ON_ERROR);
        }
        return (object) $row;
    }

    /**
     * Fit columns to the table; unknown ones are left out.
     *
     * @param array $fields
     * @return array
     */
    public static function columns(array $fields): array {
        $row = [];
        foreach (array_intersect_key(self::TEXTS, $fields) as $column => $length) {
            $row[$column] = $fields[$column] === null ? null : self::text((string) $fields[$column], $length);
        }
        foreach (array_intersect(self::NUMBERS, array_keys($fields)) as $column) {
            $row[$column] = $fields[$column] === null ? null : (int) $fields[$column];
        }
        return $row;
    }

    /**
     * List the names of arguments: those the function declares, and how many others there were.
     *
     * @param array $arguments as the client sent them
     * @param string[] $declared
     * @return string[] the count of others last, as "+2"
     */
    public static function argument_keys(array $arguments, array $declared): array {
        $names = array_map('strval', array_keys($arguments));
        $known = array_values(array_intersect($names, $declared));
        $others = count($names) - count($known);
        return $others ? array_merge($known, ["+{$others}"]) : $known;
    }

    /**
     * Keep the names of arguments that can be names.
     *
     * @param array $keys
     * @return string[]
     */
    private static function keys(array $keys): array {
        $kept = array_filter($keys, static function ($key): bool {
            return is_string($key) && strlen($key) <= self::MAX_KEY_BYTES && preg_match('/^\+?[A-Za-z0-9_]+$/D', $key);
        });
        return array_slice(array_values($kept), 0, self::MAX_KEYS);
    }

    /**
     * Fit a text: valid UTF-8, no control or formatting characters, not too long.
     *
     * Every database takes what comes of it: some have no room for characters beyond the basic plane, or count them twice.
     *
     * @param string $text
     * @param int $length in characters
     * @return string
     */
    private static function text(string $text, int $length): string {
        $plain = preg_replace(['/[\p{C}]+/u', '/[\x{10000}-\x{10FFFF}]/u'], [' ', "\u{FFFD}"], fix_utf8($text));
        return \core_text::substr((string) $plain, 0, $length);
    }
}
