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

use local_mcpgate\local\functions\function_class;
use local_mcpgate\local\record\outcome;

/**
 * Says what the record holds in a person's language.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class record_words {

    /** @var string[] Kinds of rows, and the strings that name them. */
    private const KINDS = [
        'call' => 'record_kind_call',
        'auth_failed' => 'event_auth_failed',
        'rate_limited' => 'event_rate_limited',
        'connection_authorised' => 'event_connection_authorised',
        'connection_changed' => 'event_connection_changed',
        'connection_revoked' => 'event_connection_revoked',
        'challenge_reused' => 'event_challenge_reused',
        'client_changed' => 'event_client_changed',
        'function_class_changed' => 'event_function_class_changed',
        'webhook_changed' => 'event_webhook_changed',
        'record_exported' => 'event_record_exported',
        'record_erased' => 'event_record_erased',
        'record_pruned' => 'event_record_pruned',
        'record_broken' => 'event_record_broken',
        'record_rolled_back' => 'event_record_rolled_back',
        'seal_key_changed' => 'event_seal_key_changed',
    ];

    /** @var string[] */
    private const OUTCOMES = [outcome::STARTED, outcome::ALLOWED, outcome::DENIED, outcome::ERROR, outcome::UNKNOWN];

    /**
     * Name all kinds of rows.
     *
     * @return string[] by kind
     */
    public static function kinds(): array {
        return array_map(static function (string $key): string {
            return get_string($key, 'local_mcpgate');
        }, self::KINDS);
    }

    /**
     * Name all outcomes.
     *
     * @return string[] by outcome
     */
    public static function outcomes(): array {
        return self::named(self::OUTCOMES, 'record_outcome_');
    }

    /**
     * Name the classes that a row can have.
     *
     * @return string[] by class
     */
    public static function classes(): array {
        return self::named(function_class::ALL, 'class_');
    }

    /**
     * Say what was tried: the function, or else the tool, or else the kind of row, and how often.
     *
     * @param \stdClass $row with kind, functionname, tool and attempts
     * @return string plain text
     */
    public static function attempt(\stdClass $row): string {
        $kind = self::kinds()[$row->kind] ?? (string) $row->kind;
        $asked = $row->kind === 'call' ? ((string) $row->functionname !== '' ? $row->functionname : (string) $row->tool) : '';
        return ($asked === '' ? $kind : $asked) . ($row->attempts > 1 ? " × {$row->attempts}" : '');
    }

    /**
     * Name things.
     *
     * @param string[] $things
     * @param string $prefix of the strings that name them
     * @return string[] by thing
     */
    private static function named(array $things, string $prefix): array {
        return array_combine($things, array_map(static function (string $thing) use ($prefix): string {
            return get_string("{$prefix}{$thing}", 'local_mcpgate');
        }, $things));
    }
}
