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

namespace local_mcpgate\output;

use local_mcpgate\local\webhook\endpoint;
use local_mcpgate\local\webhook\event_type;

/**
 * Says in a person's language how endpoints of the webhook do.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class webhook_words {

    /**
     * Name every type that can be chosen, and that of a test.
     *
     * @return string[] by type
     */
    public static function types(): array {
        $types = array_merge(array_keys(event_type::CHOICES), [event_type::TEST]);
        return array_combine($types, array_map(static function (string $type): string {
            $key = str_replace('.', '_', $type);
            return get_string("webhook_event_{$key}", 'local_mcpgate');
        }, $types));
    }

    /**
     * Name every status.
     *
     * @return string[] by status
     */
    public static function statuses(): array {
        $statuses = [endpoint::ACTIVE, endpoint::PAUSED, endpoint::GONE];
        return array_combine($statuses, array_map([self::class, 'status'], $statuses));
    }

    /**
     * Name a status.
     *
     * @param string $status
     * @return string
     */
    public static function status(string $status): string {
        return get_string("webhook_status_{$status}", 'local_mcpgate');
    }

    /**
     * Say how an endpoint does.
     *
     * @param \stdClass $row status, timefailing, laststatus, lasterror, dropped
     * @return string plain text
     */
    public static function state(\stdClass $row): string {
        $words = [self::status($row->status)];
        if ($row->status === endpoint::ACTIVE && $row->timefailing) {
            $about = (object) [
                'time' => userdate((int) $row->timefailing, get_string('strftimedatetimeshort', 'core_langconfig')),
                'failure' => self::failure($row),
            ];
            $words = [get_string('webhook_failing', 'local_mcpgate', $about)];
        }
        if ((int) $row->dropped > 0) {
            $words[] = get_string('webhook_dropped', 'local_mcpgate', (int) $row->dropped);
        }
        return implode(' ', $words);
    }

    /**
     * Say what went wrong at the last attempt.
     *
     * @param \stdClass $row laststatus, lasterror
     * @return string plain text
     */
    public static function failure(\stdClass $row): string {
        $status = $row->laststatus === null ? '' : "HTTP {$row->laststatus}";
        return trim("{$row->lasterror} {$status}");
    }
}
