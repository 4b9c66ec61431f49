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
 * A row of the record as it leaves the site: under the names of the bridge's protocol, in one order.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class exported_row {

    /** @var string[] Columns of the table by the name they leave under; salts stay, they guard what may be erased. */
    private const COLUMNS = [
        'id' => 'id',
        'recordid' => 'recordid',
        'kind' => 'kind',
        'timecreated' => 'timecreated',
        'userid' => 'userid',
        'client' => 'client',
        'connectionid' => 'connectionid',
        'tool' => 'tool',
        'function' => 'functionname',
        'class' => 'functionclass',
        'scopes' => 'scopes',
        'outcome' => 'outcome',
        'errorcode' => 'errorcode',
        'argumentkeys' => 'argumentkeys',
        'courseid' => 'courseid',
        'clientip' => 'clientip',
        'durationms' => 'durationms',
        'resultbytes' => 'resultbytes',
        'protocol' => 'protocol',
        'useragent' => 'useragent',
        'node' => 'node',
        'count' => 'attempts',
        'chainnumber' => 'chainnumber',
        'chainhash' => 'chainhash',
    ];

    /** @var string[] Columns that hold whole numbers. */
    private const NUMBERS = [
        'id', 'timecreated', 'userid', 'connectionid', 'courseid', 'durationms', 'resultbytes', 'count', 'chainnumber',
    ];

    /**
     * Name the columns.
     *
     * @return string[]
     */
    public static function columns(): array {
        return array_merge(['time', 'person'], array_keys(self::COLUMNS));
    }

    /**
     * Return a row with nothing lost.
     *
     * @param \stdClass $row of record_stream
     * @return array values by name
     */
    public static function facts(\stdClass $row): array {
        $facts = [
            'time' => gmdate('Y-m-d\TH:i:s\Z', (int) $row->timecreated),
            'person' => self::person($row),
        ];
        return $facts + self::values($row);
    }

    /**
     * Return what the table itself holds of a row.
     *
     * @param \stdClass $row of the audit table
     * @return array values by name
     */
    public static function values(\stdClass $row): array {
        $values = [];
        foreach (self::COLUMNS as $name => $column) {
            $value = $row->$column;
            $values[$name] = $value !== null && in_array($name, self::NUMBERS, true) ? (int) $value : $value;
        }
        $values['argumentkeys'] = json_decode($values['argumentkeys'] ?? '[]', true);
        return $values;
    }

    /**
     * Return a row for programs that may take a text for a formula.
     *
     * @param \stdClass $row of record_stream
     * @return array values by name
     */
    public static function cells(\stdClass $row): array {
        $facts = self::facts($row);
        $facts['argumentkeys'] = implode(' ', $facts['argumentkeys']);
        return array_map([spreadsheet_cell::class, 'of'], $facts);
    }

    /**
     * Return the name of the person.
     *
     * @param \stdClass $row
     * @return string|null null if there is nobody
     */
    private static function person(\stdClass $row): ?string {
        $names = new \stdClass();
        foreach (\core_user\fields::get_name_fields() as $field) {
            $names->$field = $row->{"person_{$field}"};
        }
        return $names->firstname === null ? null : fullname($names, true);
    }
}
