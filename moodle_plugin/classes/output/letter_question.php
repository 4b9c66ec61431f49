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

use local_mcpgate\local\webhook\dead_letters;
use local_mcpgate\local\webhook\endpoint;
use local_mcpgate\local\webhook\endpoint_change;
use local_mcpgate\local\webhook\endpoints;

/**
 * What an admin is asked before messages that were given up are sent again or discarded, and the doing of it.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class letter_question {

    /** Sends one again. */
    public const RESEND = 'resend';

    /** Discards one. */
    public const DISCARD = 'discard';

    /** Sends all of an endpoint again. */
    public const RESEND_ALL = 'resendall';

    /** Discards all of an endpoint. */
    public const DISCARD_ALL = 'discardall';

    /** Everything that is asked first. */
    public const ALL = [self::RESEND, self::DISCARD, self::RESEND_ALL, self::DISCARD_ALL];

    /** @var string */
    private $what;

    /** @var endpoint */
    private $endpoint;

    /** @var int|null */
    private $letterid;

    /**
     * Ask something.
     *
     * @param string $what one of ALL
     * @param endpoint $endpoint
     * @param int|null $letterid null for all of the endpoint
     */
    private function __construct(string $what, endpoint $endpoint, ?int $letterid) {
        $this->what = $what;
        $this->endpoint = $endpoint;
        $this->letterid = $letterid;
    }

    /**
     * Ask about one, or about all of an endpoint.
     *
     * @param string $what one of ALL
     * @param int $id of a message, or of an endpoint for all its messages
     * @return self
     */
    public static function about(string $what, int $id): self {
        if ($what === self::RESEND_ALL || $what === self::DISCARD_ALL) {
            return new self($what, endpoints::by_id($id), null);
        }
        return new self($what, endpoints::by_id((int) dead_letters::by_id($id)->webhookid), $id);
    }

    /**
     * Return the question.
     *
     * @return string plain text
     */
    public function text(): string {
        $count = $this->letterid === null ? dead_letters::count($this->endpoint) : 1;
        $about = (object) ['host' => $this->endpoint->host(), 'count' => $count];
        return get_string("webhook_question_{$this->what}", 'local_mcpgate', $about);
    }

    /**
     * Return the button that says yes.
     *
     * @param \moodle_url $list the page that asks
     * @return \single_button
     */
    public function button(\moodle_url $list): \single_button {
        $url = new \moodle_url($list, [$this->what => $this->letterid ?? $this->endpoint->id()]);
        return new \single_button($url, get_string("webhook_{$this->what}", 'local_mcpgate'), 'post');
    }

    /**
     * Do what was agreed to.
     *
     * @param endpoint_change $change who agreed
     */
    public function agreed(endpoint_change $change): void {
        $letters = new dead_letters($change);
        if ($this->what === self::RESEND || $this->what === self::RESEND_ALL) {
            $letters->resend($this->endpoint, $this->letterid);
        } else {
            $letters->discard($this->endpoint, $this->letterid);
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
}
