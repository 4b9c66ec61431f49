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

namespace local_mcpgate\local\webhook;

/**
 * Lets a message be queued exactly if what it tells of is on record: both in one transaction.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class outbox {

    /** @var int Two that begin the same message at once may lock each other out; the database then ends one of them. */
    private const TRIES = 3;

    /**
     * Write rows of the record, and queue what endpoints are told of them.
     *
     * @param callable $write writes and returns the rows, of which there may be none
     * @return \stdClass[] the rows
     */
    public static function carry(callable $write): array {
        global $DB;
        $iswhole = !$DB->is_transaction_started();
        for ($try = 1;; $try++) {
            $rows = null;
            $transaction = $DB->start_delegated_transaction();
            try {
                $rows = $write();
                self::queue(happening::in($rows));
                $transaction->allow_commit();
                return $rows;
            } catch (\Throwable $error) {
                if (!$iswhole || $rows === null || $try === self::TRIES || !$error instanceof \dml_exception) {
                    $transaction->rollback($error);
                }
                $DB->force_transaction_rollback();
            }
        }
    }

    /**
     * Tell endpoints of something that has no row of the record, in the transaction that makes it so.
     *
     * @param string $type
     * @param array $facts numbers and codes, nothing about people
     */
    public static function announce(string $type, array $facts): void {
        $queue = new delivery_queue(time());
        foreach (endpoints::active() as $endpoint) {
            if ($endpoint->hears($type)) {
                $queue->add($endpoint, new happening($type, time(), $facts));
            }
        }
        $queue->note_drops();
    }

    /**
     * Queue what endpoints want to know.
     *
     * @param happening[] $happenings
     */
    private static function queue(array $happenings): void {
        if (!$happenings) {
            return;
        }
        $queue = new delivery_queue(time());
        foreach (endpoints::active() as $endpoint) {
            foreach ($happenings as $happening) {
                if ($endpoint->hears($happening->type())) {
                    $queue->gather($endpoint, $happening);
                }
            }
        }
        $queue->note_drops();
    }
}
