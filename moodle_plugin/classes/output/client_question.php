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

use local_mcpgate\local\oauth\client;
use local_mcpgate\local\oauth\client_change;
use local_mcpgate\local\oauth\client_removal;
use local_mcpgate\local\oauth\client_secret;
use local_mcpgate\local\oauth\pinned_documents;
use local_mcpgate\local\oauth\registered_clients;
use local_mcpgate\local\secret_handover;

/**
 * What an admin is asked before it is done to a client, and the doing of it.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class client_question {

    /** Gives the client another secret. */
    public const RENEW = 'renew';

    /** Lets the client be known by its published document again. */
    public const UNPIN = 'unpin';

    /** Deletes the client. */
    public const DELETE = 'delete';

    /** Everything that is asked first. */
    public const ALL = [self::RENEW, self::UNPIN, self::DELETE];

    /** @var string[] Label of the button by what is asked. */
    private const BUTTONS = [
        self::RENEW => 'client_newsecret',
        self::UNPIN => 'document_unpin',
        self::DELETE => 'client_delete',
    ];

    /** @var string */
    private $what;

    /** @var client */
    private $client;

    /**
     * Ask something of a client.
     *
     * @param string $what one of ALL
     * @param client $client
     */
    public function __construct(string $what, client $client) {
        $this->what = $what;
        $this->client = $client;
    }

    /**
     * Return the question.
     *
     * @return string plain text
     */
    public function text(): string {
        if ($this->what === self::DELETE) {
            return client_words::deletion_question($this->client);
        }
        $key = $this->what === self::RENEW ? 'client_newsecretquestion' : 'document_unpinquestion';
        return get_string($key, 'local_mcpgate', client_words::name($this->client->name()));
    }

    /**
     * Return the button that says yes.
     *
     * @param \moodle_url $list the page that asks
     * @return \single_button
     */
    public function button(\moodle_url $list): \single_button {
        $url = new \moodle_url($list, [$this->what => $this->client->id()]);
        return new \single_button($url, get_string(self::BUTTONS[$this->what], 'local_mcpgate'), 'post');
    }

    /**
     * Do what was agreed to.
     *
     * @param client_change $change who agreed
     * @return \moodle_url|null where to go instead of the list
     */
    public function agreed(client_change $change): ?\moodle_url {
        if ($this->what === self::RENEW) {
            $secret = client_secret::make();
            (new registered_clients($change))->renew_secret($this->client, $secret);
            secret_handover::keep('client', $this->client->id(), $secret->text());
            return new \moodle_url('/local/mcpgate/client_secret.php', ['id' => $this->client->id()]);
        }
        if ($this->what === self::UNPIN) {
            (new pinned_documents($change))->unpin($this->client);
        } else {
            (new client_removal($this->client))->run($change);
        }
        return null;
    }

    /**
     * Say that it is done.
     *
     * @return string plain text
     */
    public function done(): string {
        $key = $this->what === self::DELETE ? 'client_deleted' : 'document_unpinned';
        return get_string($key, 'local_mcpgate', client_words::name($this->client->name()));
    }
}
