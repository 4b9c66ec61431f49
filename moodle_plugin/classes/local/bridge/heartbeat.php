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

namespace local_mcpgate\local\bridge;

/**
 * Remembers which sidecars are alive and what they still have to deliver.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class heartbeat {

    /** The table of sidecars. */
    private const TABLE = 'local_mcpgate_node';

    /** A sidecar that was silent for longer is gone. */
    private const SILENCE_S = 60;

    /** How long a sidecar that is gone is kept, so that one sees what it did not deliver. */
    private const KEPT_S = 30 * 86400;

    /**
     * Store a sidecar's heartbeat.
     *
     * @param string $node
     * @param string $version of the sidecar
     * @param int $spoolrecords records not delivered yet
     * @param int|null $spoololdest time of the oldest of them
     * @param int $now Unix time
     */
    public static function store(string $node, string $version, int $spoolrecords, ?int $spoololdest, int $now): void {
        global $DB;
        $row = [
            'node' => $node,
            'version' => $version,
            'spoolrecords' => $spoolrecords,
            'spoololdest' => $spoololdest,
            'timelastseen' => $now,
        ];
        $id = self::id($node);
        if ($id === null) {
            $id = self::insert($row + ['timecreated' => $now]);
        }
        if ($id !== null) {
            $DB->update_record(self::TABLE, (object) ($row + ['id' => $id]));
        }
    }

    /**
     * Count the sidecars that were heard of lately.
     *
     * @param int $now Unix time
     * @return int
     */
    public static function alive(int $now): int {
        global $DB;
        return $DB->count_records_select(self::TABLE, 'timelastseen >= :since', ['since' => $now - self::SILENCE_S]);
    }

    /**
     * Forget sidecars that are long gone; a container has a new name each time it is made.
     *
     * @param int $now Unix time
     */
    public static function forget_gone(int $now): void {
        global $DB;
        $DB->delete_records_select(self::TABLE, 'timelastseen < ?', [$now - self::KEPT_S]);
    }

    /**
     * Insert the row of a new sidecar.
     *
     * @param array $row
     * @return int|null null if it is stored; the id if another request was first
     */
    private static function insert(array $row): ?int {
        global $DB;
        try {
            $DB->insert_record(self::TABLE, (object) $row, false);
            return null;
        } catch (\dml_write_exception $error) {
            $id = self::id($row['node']);
            if ($id === null) {
                throw $error;
            }
            return $id;
        }
    }

    /**
     * Find the row of a sidecar.
     *
     * @param string $node
     * @return int|null
     */
    private static function id(string $node): ?int {
        global $DB;
        $id = $DB->get_field(self::TABLE, 'id', ['node' => $node]);
        return $id === false ? null : (int) $id;
    }
}
