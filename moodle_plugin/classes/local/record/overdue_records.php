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
 * Calls that were started and never finished: their outcome is unknown.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class overdue_records {

    /** Added to a call's own deadline, for what comes after the function. */
    public const GRACE_S = 120;

    /** Most rows closed at once. */
    private const BATCH = 1000;

    /**
     * Close the rows whose deadline is over.
     *
     * @param int $now Unix time
     * @return int how many
     */
    public static function close(int $now): int {
        global $DB;
        $where = 'outcome = :started AND timedeadline < :now';
        $params = ['started' => outcome::STARTED, 'now' => $now];
        $rows = $DB->get_records_select(audit_writer::TABLE, $where, $params, 'id', '*', 0, self::BATCH);
        foreach ($rows as $row) {
            audit_writer::finish($row, ['outcome' => outcome::UNKNOWN, 'errorcode' => 'outcome_unknown']);
        }
        return count($rows);
    }
}
