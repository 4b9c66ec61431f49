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
    ];

    /** Outcomes of calls; any other is a failure. */
    private const OUTCOMES = [
        outcome::ALLOWED => event\function_called::class,
        outcome::DENIED => event\call_denied::class,
    ];

    /** Columns that go into the event, by the name they have there. */
    private const OTHER = [
        'recordid' => 'recordid',
        'tool' => 'tool',
        'function' => 'functionname',
        'class' => 'functionclass',
        'outcome' => 'outcome',
        'errorcode' => 'errorcode',
        'connectionid' => 'connectionid',
        'client' => 'client',
        'clientip' => 'clientip',
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
        $class = self::KINDS[$row->kind] ?? self::OUTCOMES[$row->outcome] ?? event\call_failed::class;
        $other = [];
        foreach (self::OTHER as $name => $column) {
            $other[$name] = $row->$column ?? null;
        }
        $other['argumentkeys'] = json_decode($row->argumentkeys ?? '[]', true);
        $event = $class::create([
            'objectid' => $row->id,
            'userid' => $row->userid ?? \core\event\base::USER_NOTLOGGEDIN,
            'other' => $other,
        ]);
        remote_address::during($row->clientip ?? null, [$event, 'trigger']);
    }
}
