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

use local_mcpgate\local\record\audit_writer;
use local_mcpgate\local\record\outcome;

/**
 * Rows that no seal leads to: such as pretend to be sealed, and such as should be by now.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class stray_rows {

    /** @var int Seconds after which nothing final is without a seal, long transactions included. */
    private const LATE_S = HOURSECS;

    /** @var int Seconds after which nothing is under way any more. */
    private const OVERDUE_S = DAYSECS;

    /** @var array[] Rows that claim a place which no seal has; seals that came meanwhile have theirs. */
    private const PRETENDERS = [
        'sealid IS NULL AND chainnumber IS NOT NULL' => [],
        'chainnumber IS NULL AND sealid IS NOT NULL' => [],
        'chainnumber <= :removed' => ['removed'],
        'chainnumber > :last AND NOT EXISTS (
            SELECT 1 FROM {local_mcpgate_seal} s
             WHERE s.id = sealid AND s.sealnumber > :number AND chainnumber > s.chainlength - s.sealedrows
               AND chainnumber <= s.chainlength)' => ['last', 'number'],
    ];

    /** @var string Rows without a seal that are older than others which have one. */
    private const LATECOMERS = 'sealid IS NULL AND chainnumber IS NULL AND id <= :lastauditid
        AND ((outcome <> :started AND COALESCE(timedeadline, timecreated) < :late)
          OR (outcome = :running AND COALESCE(timedeadline, timecreated) < :overdue))';

    /**
     * Check that there are none.
     *
     * @param seal|null $last the newest seal, which was verified
     * @param int $now Unix time
     * @throws fault
     */
    public static function check(?seal $last, int $now): void {
        $oldest = seals::oldest();
        $places = [
            'removed' => $oldest === null || $oldest->time_anchored() === null ? 0 : $oldest->chainlength(),
            'last' => $last === null ? 0 : $last->chainlength(),
            'number' => $last === null ? 0 : $last->number(),
        ];
        foreach (self::PRETENDERS as $select => $names) {
            self::require_none(fault::EXTRA, $select, array_intersect_key($places, array_flip($names)));
        }
        $settled = seals::newest_before($now - self::LATE_S);
        if ($settled !== null) {
            self::require_none(fault::UNSEALED_LATE, self::LATECOMERS, [
                'lastauditid' => $settled->last_auditid(),
                'started' => outcome::STARTED,
                'late' => $now - self::LATE_S,
                'running' => outcome::STARTED,
                'overdue' => $now - self::OVERDUE_S,
            ]);
        }
    }

    /**
     * Count the rows that wait for their seal.
     *
     * @return int
     */
    public static function waiting(): int {
        global $DB;
        return $DB->count_records_select(audit_writer::TABLE, 'sealid IS NULL');
    }

    /**
     * Tell since when nothing was sealed though rows wait.
     *
     * @return int|null Unix time of the oldest of them, or of the last seal if that is later; null if none waits
     */
    public static function waiting_since(): ?int {
        global $DB;
        $params = [outcome::STARTED];
        $oldest = $DB->get_field_select(audit_writer::TABLE, 'MIN(timecreated)', 'sealid IS NULL AND outcome <> ?', $params);
        if ($oldest === null || $oldest === false) {
            return null;
        }
        $newest = seals::newest();
        return max((int) $oldest, $newest === null ? 0 : $newest->time());
    }

    /**
     * Check that nothing is found.
     *
     * @param string $kind of fault
     * @param string $select
     * @param array $params
     * @throws fault
     */
    private static function require_none(string $kind, string $select, array $params): void {
        global $DB;
        $rows = $DB->get_records_select(audit_writer::TABLE, $select, $params, 'id', 'id, recordid, chainnumber', 0, 1);
        if ($rows) {
            throw fault::row($kind, reset($rows), null);
        }
    }
}
