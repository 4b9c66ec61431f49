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

use local_mcpgate\local\record\plain_facts;

/**
 * What is said to endpoints: numbers, codes and names of functions; no person, no address, no text of anybody's.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class message {

    /** @var string What names of sidecars look like. */
    private const NODE = '/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/D';

    /** @var int */
    private const ID_BYTES = 16;

    /**
     * Return what may be said of an audit row.
     *
     * @param \stdClass $row
     * @return array
     */
    public static function facts(\stdClass $row): array {
        return [
            'recordid' => $row->recordid,
            'kind' => $row->kind,
            'outcome' => $row->outcome,
            'errorcode' => plain_facts::errorcode($row),
            'connectionid' => isset($row->connectionid) ? (int) $row->connectionid : null,
            'function' => plain_facts::function_name($row),
            'node' => self::node($row->node ?? null),
        ];
    }

    /**
     * Make the id of a message: the same on every attempt, and without a full stop (Standard Webhooks).
     *
     * @return string
     */
    public static function new_id(): string {
        return 'msg_' . bin2hex(random_bytes(self::ID_BYTES));
    }

    /**
     * Write a message.
     *
     * @param string $type
     * @param int $time Unix time of the event, or of the first of them
     * @param array $facts
     * @param int $count events it stands for
     * @param int $dropped events that found the queue full since the last message
     * @return string JSON
     */
    public static function body(string $type, int $time, array $facts, int $count, int $dropped): string {
        return json_encode([
            'type' => $type,
            'timestamp' => gmdate('Y-m-d\TH:i:s\Z', $time),
            'data' => $facts + ['count' => $count, 'dropped' => $dropped],
        ], JSON_UNESCAPED_SLASHES | JSON_THROW_ON_ERROR);
    }

    /**
     * Return the name of a sidecar.
     *
     * @param string|null $text
     * @return string|null null for what cannot be one
     */
    private static function node(?string $text): ?string {
        return $text !== null && preg_match(self::NODE, $text) ? $text : null;
    }
}
