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

use local_mcpgate\local\webhook\outbox;

/**
 * Writes the record: one row for every attempt, one Moodle event for every row, and what webhooks are told of it.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class audit_writer {

    /** The table of the record. */
    public const TABLE = 'local_mcpgate_audit';

    /**
     * Write an attempt that is over, and announce it.
     *
     * @param array $fields as audit_row::of() takes them
     * @return \stdClass the row
     */
    public static function write(array $fields): \stdClass {
        [$row] = outbox::carry(static function () use ($fields): array {
            return [self::store($fields)];
        });
        row_event::trigger($row);
        return $row;
    }

    /**
     * Write an attempt and leave it to the caller to announce it, after the transaction if there is one.
     *
     * @param array $fields as audit_row::of() takes them
     * @return \stdClass the row
     */
    public static function store(array $fields): \stdClass {
        global $DB;
        $row = audit_row::of($fields);
        $row->id = $DB->insert_record(self::TABLE, $row);
        return $row;
    }

    /**
     * Write a call that is about to run; its event waits for the outcome.
     *
     * @param array $fields as audit_row::of() takes them
     * @return \stdClass the row
     */
    public static function start(array $fields): \stdClass {
        return self::store(['outcome' => outcome::STARTED] + $fields);
    }

    /**
     * Write how a started call ended, and announce it; a row that is finished stays as it is.
     *
     * @param \stdClass $row as start() returned it
     * @param array $fields outcome and whatever else is known now
     */
    public static function finish(\stdClass $row, array $fields): void {
        $columns = audit_row::columns($fields);
        $assignments = [];
        foreach (array_keys($columns) as $column) {
            $assignments[] = "{$column} = :{$column}";
        }
        $sql = 'UPDATE {' . self::TABLE . '} SET ' . implode(', ', $assignments) . ' WHERE id = :id AND outcome = :was';
        $finished = outbox::carry(static function () use ($row, $columns, $sql): array {
            global $DB;
            $DB->execute($sql, $columns + ['id' => $row->id, 'was' => outcome::STARTED]);
            $isthis = time() <= $row->timedeadline || $columns['outcome'] === self::outcome_of($row);
            return $isthis ? [(object) ($columns + (array) $row)] : [];
        });
        array_map([row_event::class, 'trigger'], $finished);
    }

    /**
     * Tell whether a record id is taken.
     *
     * @param string $recordid
     * @return bool
     */
    public static function is_known(string $recordid): bool {
        global $DB;
        return $DB->record_exists(self::TABLE, ['recordid' => $recordid]);
    }

    /**
     * Return the outcome a row has by now.
     *
     * @param \stdClass $row
     * @return string
     */
    private static function outcome_of(\stdClass $row): string {
        global $DB;
        return (string) $DB->get_field(self::TABLE, 'outcome', ['id' => $row->id]);
    }
}
