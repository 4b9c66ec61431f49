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

namespace local_mcpgate\local\oauth;

/**
 * The clients of this site as its admins see them: without those that ran out of time or were deleted.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class known_clients {

    /** @var string */
    private const TABLE = 'local_mcpgate_client';

    /** @var string */
    private const LIVE = '(timeexpires IS NULL OR timeexpires > :now)';

    /**
     * Find a client by the number of its row.
     *
     * @param int $id
     * @return client
     * @throws \moodle_exception clientunknown
     */
    public static function by_id(int $id): client {
        return self::one('id = :id', ['id' => $id]);
    }

    /**
     * Find a client by its client_id.
     *
     * @param string $clientid
     * @return client
     * @throws \moodle_exception clientunknown
     */
    public static function by_client_id(string $clientid): client {
        return self::one('clientidhash = :hash', ['hash' => clients::hash($clientid)]);
    }

    /**
     * Return all clients.
     *
     * @return client[] newest first
     */
    public static function all(): array {
        global $DB;
        $rows = $DB->get_records_select(self::TABLE, self::LIVE, ['now' => time()], 'timecreated DESC, id DESC');
        return array_values(array_map(static function (\stdClass $row): client {
            return new client($row);
        }, $rows));
    }

    /**
     * Find one client.
     *
     * @param string $select
     * @param array $params
     * @return client
     * @throws \moodle_exception clientunknown
     */
    private static function one(string $select, array $params): client {
        global $DB;
        $row = $DB->get_record_select(self::TABLE, "{$select} AND " . self::LIVE, $params + ['now' => time()]);
        if (!$row) {
            throw new \moodle_exception('clientunknown', 'local_mcpgate');
        }
        return new client($row);
    }
}
