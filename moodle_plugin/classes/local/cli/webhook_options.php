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

namespace local_mcpgate\local\cli;

use local_mcpgate\local\webhook\event_type;

/**
 * The options of a command about endpoints of the webhook.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class webhook_options {

    /** What can be done, and the options that go with it. */
    private const ACTIONS = [
        'create' => self::DETAILS,
        'change' => self::DETAILS,
        'new-secret' => [],
        'pause' => [],
        'resume' => [],
        'test' => [],
        'delete' => [],
        'letters' => [],
        'resend' => ['message'],
        'discard' => ['message'],
    ];

    /** @var string[] What an endpoint is. */
    private const DETAILS = ['url', 'events', 'private'];

    /** @var string[] Options by the field that they fill in. */
    private const FIELDS = ['allowprivate' => 'private', 'privatehost' => 'private'];

    /** @var string Stands for every type of event. */
    private const EVERYTHING = 'all';

    /** @var string Takes a private address back. */
    private const NO = 'no';

    /** @var array Values by option. */
    private $given;

    /**
     * Take what was given.
     *
     * @param array $options as Moodle reads them, null for those not given
     */
    public function __construct(array $options) {
        $this->given = array_filter($options, static function ($value): bool {
            return $value !== null;
        });
    }

    /**
     * Tell what is to be done.
     *
     * @return string|null null for nothing but listing
     * @throws command_refused
     */
    public function action(): ?string {
        return chosen_action::of(array_keys($this->given), self::ACTIONS);
    }

    /**
     * Tell whether an option was given.
     *
     * @param string $name
     * @return bool
     */
    public function has(string $name): bool {
        return isset($this->given[$name]);
    }

    /**
     * Return the value of an option.
     *
     * @param string $name
     * @return string
     * @throws command_refused if it has none
     */
    public function value(string $name): string {
        return trim(valued_option::read($this->given, $name));
    }

    /**
     * Return what was given of an endpoint.
     *
     * @return array as endpoint_input reads it
     * @throws command_refused
     */
    public function fields(): array {
        $fields = $this->has('url') ? ['url' => $this->value('url')] : [];
        if ($this->has('events')) {
            $events = $this->value('events');
            $fields['events'] = $events === self::EVERYTHING
                ? array_keys(event_type::CHOICES)
                : preg_split('/[\s,]+/', $events, -1, PREG_SPLIT_NO_EMPTY);
        }
        if ($this->has('private')) {
            $host = $this->value('private');
            $fields += $host === self::NO
                ? ['allowprivate' => 0, 'privatehost' => '']
                : ['allowprivate' => 1, 'privatehost' => $host];
        }
        return $fields;
    }

    /**
     * Return what --events can name.
     *
     * @return string[]
     */
    public static function event_words(): array {
        return array_merge(array_keys(event_type::CHOICES), [self::EVERYTHING]);
    }

    /**
     * Name the mistakes of fields for their options.
     *
     * @param string[] $errors by field
     * @return command_refused
     */
    public static function refusal(array $errors): command_refused {
        $problems = [];
        foreach ($errors as $field => $reason) {
            $problems[self::FIELDS[$field] ?? $field] = $reason;
        }
        if (isset($problems['events'])) {
            $problems['events'] .= ' ' . get_string('cli_badformat', 'local_mcpgate', implode(', ', self::event_words()));
        }
        return command_refused::options($problems);
    }
}
