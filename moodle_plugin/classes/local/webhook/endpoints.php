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
 * The endpoints of this site.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class endpoints {

    /** The table of endpoints. */
    public const TABLE = 'local_mcpgate_webhook';

    /** Most endpoints of a site. */
    public const MAX = 20;

    /**
     * Return all endpoints.
     *
     * @return endpoint[]
     */
    public static function all(): array {
        global $DB;
        return self::made_of($DB->get_records(self::TABLE, [], 'id'));
    }

    /**
     * Return those that get messages.
     *
     * @return endpoint[] always in the same order, which is that in which their rows are locked
     */
    public static function active(): array {
        global $DB;
        return self::made_of($DB->get_records(self::TABLE, ['status' => endpoint::ACTIVE], 'id'));
    }

    /**
     * Find an endpoint.
     *
     * @param int $id
     * @return endpoint
     * @throws \moodle_exception webhook_unknown
     */
    public static function by_id(int $id): endpoint {
        global $DB;
        $row = $DB->get_record(self::TABLE, ['id' => $id]);
        if (!$row) {
            throw new \moodle_exception('webhook_unknown', 'local_mcpgate', new \moodle_url('/local/mcpgate/webhooks.php'));
        }
        return new endpoint($row);
    }

    /**
     * Hold rows.
     *
     * @param \stdClass[] $rows
     * @return endpoint[]
     */
    private static function made_of(array $rows): array {
        return array_map(static function (\stdClass $row): endpoint {
            return new endpoint($row);
        }, array_values($rows));
    }
}
