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

use local_mcpgate\local\epoch;
use local_mcpgate\local\oauth\connections;
use local_mcpgate\local\remote_address;
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

    /** @var string[] What tells whose a row is. */
    private const PERSONAL = ['userid', 'client', 'clientip', 'useragent'];

    /**
     * Write an attempt that is over, and announce it; of a person who was erased meanwhile it says nothing.
     *
     * @param array $fields as audit_row::of() takes them
     * @return \stdClass the row
     */
    public static function write(array $fields): \stdClass {
        [$row] = outbox::carry(static function () use ($fields): array {
            $owned = isset($fields['userid'], $fields['connectionid']);
            if ($owned && !connections::hold([(int) $fields['connectionid']])) {
                remote_address::forget();
                $fields = array_fill_keys(self::PERSONAL, null) + $fields;
            }
            return [self::store($fields)];
        });
        row_event::trigger($row);
        return $row;
    }

    /**
     * Change what sidecars go by together with the row that tells of it; they hear of it, and it is announced, afterwards.
     *
     * @param callable $change makes the change and returns the fields of the row, null if there is nothing to change
     * @return bool whether there was
     */
    public static function change(callable $change): bool {
        $rows = outbox::carry(static function () use ($change): array {
            $fields = $change();
            return $fields === null ? [] : [self::store($fields)];
        });
        if (!$rows) {
            return false;
        }
        epoch::bump();
        array_map([row_event::class, 'trigger'], $rows);
        return true;
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
            // Its person may have been erased while the function ran.
            $stored = $DB->get_record(self::TABLE, ['id' => $row->id], implode(', ', self::PERSONAL) . ', outcome');
            if (isset($row->userid) && empty($stored->userid)) {
                remote_address::forget();
            }
            $isthis = $stored && (time() <= $row->timedeadline || $columns['outcome'] === $stored->outcome);
            unset($stored->outcome);
            return $isthis ? [(object) ($columns + (array) $stored + (array) $row)] : [];
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
}
