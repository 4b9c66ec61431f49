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
use local_mcpgate\local\record\row_event;
use local_mcpgate\local\webhook\outbox;

/**
 * Removes what is older than a site keeps, whole seals at a time, and signs where the rest begins.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class retention {

    /** Kind of the row that says that rows were removed, and how many. */
    public const KIND = 'record_pruned';

    /** @var int Seals removed at once, so that sealing goes on in between. */
    private const SEALS = 1000;

    /** @var int Rows removed at once, likewise, but for those of one seal. */
    private const ROWS = 20000;

    /** @var int */
    private const WAIT_S = 60;

    /**
     * Remove rows that were sealed before a moment.
     *
     * @param int $time Unix time
     * @return int how many
     * @throws \moodle_exception recordbusy
     */
    public static function remove_before(int $time): int {
        $removed = 0;
        do {
            $some = seal_lock::during(self::WAIT_S, static function () use ($time): int {
                return self::remove_some($time);
            });
            if ($some === null) {
                throw new \moodle_exception('recordbusy', 'local_mcpgate');
            }
            $removed += $some;
        } while ($some > 0);
        return $removed;
    }

    /**
     * Remove the rows of the oldest seals; the last of these seals becomes the anchor.
     *
     * @param int $time
     * @return int how many rows, 0 if nothing is old enough or can be signed
     */
    private static function remove_some(int $time): int {
        $anchor = self::end_of_some($time);
        $keys = signing_keys::ready();
        if ($anchor === null || ($keys === null && signing_keys::are_there())) {
            return 0;
        }
        [$row] = outbox::carry(static function () use ($anchor, $keys): array {
            self::anchor($anchor, $keys, time());
            return [audit_writer::store([
                'kind' => self::KIND,
                'outcome' => outcome::ALLOWED,
                'attempts' => self::delete_up_to($anchor),
            ])];
        });
        row_event::trigger($row);
        return (int) $row->attempts;
    }

    /**
     * Find the last of the seals that are removed at once.
     *
     * @param int $time
     * @return seal|null null if nothing is old enough
     */
    private static function end_of_some(int $time): ?seal {
        $newest = seals::newest_before($time);
        if ($newest === null || $newest->time_anchored() !== null) {
            return null;
        }
        $end = $length = null;
        foreach (seals::after(0, self::SEALS) as $seal) {
            $length = $length ?? $seal->chainlength();
            if ($seal->number() > $newest->number() || ($end !== null && $seal->chainlength() > $length + self::ROWS)) {
                break;
            }
            $end = $seal->time_anchored() === null ? $seal : $end;
        }
        return $end;
    }

    /**
     * Delete rows, and the seals before the anchor.
     *
     * @param seal $anchor
     * @return int how many rows
     */
    private static function delete_up_to(seal $anchor): int {
        global $DB;
        $ids = $DB->get_fieldset_select(seals::TABLE, 'id', 'sealnumber <= ?', [$anchor->number()]);
        [$insql, $params] = $DB->get_in_or_equal($ids);
        $count = $DB->count_records_select(audit_writer::TABLE, "sealid {$insql}", $params);
        $DB->delete_records_select(audit_writer::TABLE, "sealid {$insql}", $params);
        $DB->delete_records_select(seals::TABLE, 'sealnumber < ?', [$anchor->number()]);
        return $count;
    }

    /**
     * Sign that all up to a seal was removed.
     *
     * @param seal $seal
     * @param signing_keys|null $keys
     * @param int $now
     */
    private static function anchor(seal $seal, ?signing_keys $keys, int $now): void {
        global $DB;
        $columns = ['id' => $seal->id(), 'timeanchored' => $now];
        $anchored = new seal((object) ($columns + ['sealnumber' => $seal->number(), 'chainlength' => $seal->chainlength(),
            'head' => $seal->head()]));
        $signature = $keys === null ? signature::none() : $keys->sign($anchored->anchor_statement(get_site_identifier()));
        $DB->update_record(seals::TABLE, (object) ($columns + [
            'anchorkeyid' => $signature->keyid(),
            'anchorsignature' => $signature->text(),
        ]));
    }
}
