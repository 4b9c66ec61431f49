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

use local_mcpgate\event;
use local_mcpgate\local\oauth\connections;
use local_mcpgate\local\remote_address;

/**
 * The Moodle event of an audit row.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class row_event {

    /** Kinds that have an event of their own. */
    private const KINDS = [
        'auth_failed' => event\auth_failed::class,
        'rate_limited' => event\rate_limited::class,
        'client_changed' => event\client_changed::class,
        'challenge_reused' => event\challenge_reused::class,
        'connection_authorised' => event\connection_authorised::class,
        'connection_changed' => event\connection_changed::class,
        'connection_revoked' => event\connection_revoked::class,
        'function_class_changed' => event\function_class_changed::class,
        'record_broken' => event\record_broken::class,
        'record_erased' => event\record_erased::class,
        'record_exported' => event\record_exported::class,
        'record_pruned' => event\record_pruned::class,
        'record_rolled_back' => event\record_rolled_back::class,
        'seal_key_changed' => event\seal_key_changed::class,
        'webhook_changed' => event\webhook_changed::class,
    ];

    /** Outcomes of calls. */
    private const OUTCOMES = [
        outcome::ALLOWED => event\function_called::class,
        outcome::DENIED => event\call_denied::class,
        outcome::ERROR => event\call_failed::class,
    ];

    /** Columns that go into the event, by the name they have there. */
    private const OTHER = [
        'recordid' => 'recordid',
        'class' => 'functionclass',
        'outcome' => 'outcome',
        'connectionid' => 'connectionid',
        'durationms' => 'durationms',
        'resultbytes' => 'resultbytes',
        'attempts' => 'attempts',
    ];

    /**
     * Announce a row; logs take it to come from where the attempt came from.
     *
     * @param \stdClass $row of the audit table
     */
    public static function trigger(\stdClass $row): void {
        $class = self::KINDS[$row->kind] ?? self::OUTCOMES[$row->outcome] ?? event\call_unknown::class;
        $data = ['objectid' => $row->id, 'other' => self::other($row)];
        if (isset($row->userid)) {
            $data['userid'] = $row->userid;
        } else {
            $data['userid'] = \core\event\base::USER_NOTLOGGEDIN;
            $data['relateduserid'] = self::owner($row->connectionid ?? null);
        }
        remote_address::during($row->clientip ?? null, static function () use ($class, $data): void {
            site_log::tell($class::create($data));
        });
    }

    /**
     * Gather what the event says beside who and where.
     *
     * @param \stdClass $row
     * @return array
     */
    private static function other(\stdClass $row): array {
        $other = [
            'tool' => plain_facts::tool($row),
            'function' => plain_facts::function_name($row),
            'errorcode' => plain_facts::errorcode($row),
            'changed' => plain_facts::changed($row),
        ];
        foreach (self::OTHER as $name => $column) {
            $other[$name] = $row->$column ?? null;
        }
        $other['argumentkeys'] = json_decode($row->argumentkeys ?? '[]', true);
        return $other;
    }

    /**
     * Find whose connection somebody unknown came with, so that the log knows whom it tells of.
     *
     * @param int|string|null $connectionid
     * @return int|null
     */
    private static function owner($connectionid): ?int {
        return $connectionid === null ? null : connections::owner((int) $connectionid);
    }
}
