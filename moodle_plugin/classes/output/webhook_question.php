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

use local_mcpgate\local\secret_handover;
use local_mcpgate\local\webhook\endpoint;
use local_mcpgate\local\webhook\endpoint_actions;
use local_mcpgate\local\webhook\endpoint_change;
use local_mcpgate\local\webhook\signing_secret;

/**
 * What an admin is asked before it is done to an endpoint of the webhook, and the doing of it.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class webhook_question {

    /** Sends a message that shows whether messages come through. */
    public const TEST = 'test';

    /** Gives it another secret. */
    public const RENEW = 'renew';

    /** Sends it nothing for now. */
    public const PAUSE = 'pause';

    /** Sends it messages again. */
    public const RESUME = 'resume';

    /** Deletes it. */
    public const DELETE = 'delete';

    /** Everything that is asked first. */
    public const ALL = [self::TEST, self::RENEW, self::PAUSE, self::RESUME, self::DELETE];

    /** @var string[] Label of the button by what is asked. */
    private const BUTTONS = [
        self::TEST => 'webhook_test',
        self::RENEW => 'webhook_newsecret',
        self::PAUSE => 'webhook_pause',
        self::RESUME => 'webhook_resume',
        self::DELETE => 'webhook_delete',
    ];

    /** @var string */
    private $what;

    /** @var endpoint */
    private $endpoint;

    /**
     * Ask something of an endpoint.
     *
     * @param string $what one of ALL
     * @param endpoint $endpoint
     */
    public function __construct(string $what, endpoint $endpoint) {
        $this->what = $what;
        $this->endpoint = $endpoint;
    }

    /**
     * Return the question.
     *
     * @return string plain text
     */
    public function text(): string {
        return get_string("webhook_question_{$this->what}", 'local_mcpgate', $this->endpoint->host());
    }

    /**
     * Return the button that says yes.
     *
     * @param \moodle_url $list the page that asks
     * @return \single_button
     */
    public function button(\moodle_url $list): \single_button {
        $url = new \moodle_url($list, [$this->what => $this->endpoint->id()]);
        return new \single_button($url, get_string(self::BUTTONS[$this->what], 'local_mcpgate'), 'post');
    }

    /**
     * Do what was agreed to.
     *
     * @param endpoint_change $change who agreed
     * @return \moodle_url|null where to go instead of the list
     */
    public function agreed(endpoint_change $change): ?\moodle_url {
        $actions = new endpoint_actions($change);
        switch ($this->what) {
            case self::TEST:
                $actions->test($this->endpoint);
                return null;
            case self::PAUSE:
                $actions->pause($this->endpoint);
                return null;
            case self::RESUME:
                $actions->resume($this->endpoint);
                return null;
            case self::DELETE:
                $actions->remove($this->endpoint);
                return null;
            default:
                return $this->renew($actions);
        }
    }

    /**
     * Say that it is done.
     *
     * @return string plain text
     */
    public function done(): string {
        return get_string("webhook_done_{$this->what}", 'local_mcpgate', $this->endpoint->host());
    }

    /**
     * Make a secret, for the page that shows it.
     *
     * @param endpoint_actions $actions
     * @return \moodle_url
     */
    private function renew(endpoint_actions $actions): \moodle_url {
        $secret = signing_secret::make();
        $actions->renew_secret($this->endpoint, $secret);
        secret_handover::keep('webhook', $this->endpoint->id(), $secret->text());
        return new \moodle_url('/local/mcpgate/webhook_secret.php', ['id' => $this->endpoint->id()]);
    }
}
