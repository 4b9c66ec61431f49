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

namespace local_mcpgate\local;

/**
 * Things that work once: whoever inserts the row first has spent it.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class single_use {

    /** Table of what was spent. */
    private const TABLE = 'local_mcpgate_spent';

    /**
     * Spend a thing; call it outside transactions, so that the row stays.
     *
     * @param string $kind nonce, consent, ticket, code, refresh, assertion, revocation, approval or challenge
     * @param string $key names the thing among its kind
     * @param int $timeexpires from when the row may be forgotten
     * @return bool false if it was spent before
     */
    public static function spend(string $kind, string $key, int $timeexpires): bool {
        global $DB;
        $row = ['kind' => $kind, 'spentkey' => $key, 'timecreated' => time(), 'timeexpires' => $timeexpires];
        try {
            $DB->insert_record(self::TABLE, (object) $row, false);
            return true;
        } catch (\dml_write_exception $error) {
            if (self::spent_at($kind, $key) !== null) {
                return false;
            }
            throw $error;
        }
    }

    /**
     * Tell when a thing was spent.
     *
     * @param string $kind
     * @param string $key
     * @return int|null Unix time, null if it was not
     */
    public static function spent_at(string $kind, string $key): ?int {
        global $DB;
        $time = $DB->get_field(self::TABLE, 'timecreated', ['kind' => $kind, 'spentkey' => $key]);
        return $time === false ? null : (int) $time;
    }
}
