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

use local_mcpgate\local\oauth\revocation_reason;
use local_mcpgate\local\record\outcome;

/**
 * What endpoints can be told of.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class event_type {

    /** A message that an admin sends to see whether it comes through. */
    public const TEST = 'webhook.test';

    /** What an admin can choose from, and whether a new endpoint begins with it. */
    public const CHOICES = [
        'auth.failed' => true,
        'call.denied' => true,
        'call.failed' => false,
        'call.allowed' => false,
        'rate.limited' => true,
        self::TOKEN_REUSED => true,
        'challenge.reused' => true,
        'connection.authorised' => false,
        'connection.changed' => false,
        'connection.revoked' => false,
        'client.changed' => true,
        'function.changed' => true,
        'webhook.changed' => true,
        'record.exported' => true,
        'record.erased' => false,
        'record.pruned' => false,
        'record.key_changed' => true,
        'record.sealed' => true,
        'record.broken' => true,
        'record.rolled_back' => true,
    ];

    /** A code or a refresh token was used again, which ended a connection. */
    private const TOKEN_REUSED = 'token.reused';

    /** @var string[] Types by kind of audit row. */
    private const KINDS = [
        'auth_failed' => 'auth.failed',
        'rate_limited' => 'rate.limited',
        'challenge_reused' => 'challenge.reused',
        'connection_authorised' => 'connection.authorised',
        'connection_changed' => 'connection.changed',
        'connection_revoked' => 'connection.revoked',
        'client_changed' => 'client.changed',
        'function_class_changed' => 'function.changed',
        'webhook_changed' => 'webhook.changed',
        'record_exported' => 'record.exported',
        'record_erased' => 'record.erased',
        'record_pruned' => 'record.pruned',
        'seal_key_changed' => 'record.key_changed',
        'record_broken' => 'record.broken',
        'record_rolled_back' => 'record.rolled_back',
    ];

    /** @var string[] Types of calls by outcome; any other is a failure. */
    private const OUTCOMES = [outcome::ALLOWED => 'call.allowed', outcome::DENIED => 'call.denied'];

    /** @var string[] Why a connection ends when something of it was used again. */
    private const REUSED = [revocation_reason::CODE_REPLAYED, revocation_reason::REFRESH_REUSED];

    /**
     * Tell what an audit row is announced as.
     *
     * @param \stdClass $row that is final
     * @return string|null null if endpoints are not told of its kind
     */
    public static function of(\stdClass $row): ?string {
        if ($row->kind === 'call') {
            return self::OUTCOMES[$row->outcome] ?? 'call.failed';
        }
        if ($row->kind === 'connection_revoked' && in_array($row->errorcode ?? null, self::REUSED, true)) {
            return self::TOKEN_REUSED;
        }
        return self::KINDS[$row->kind] ?? null;
    }
}
