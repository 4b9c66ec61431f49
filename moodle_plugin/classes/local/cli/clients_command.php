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

use local_mcpgate\local\oauth\client;
use local_mcpgate\local\oauth\client_change;
use local_mcpgate\local\oauth\client_input;
use local_mcpgate\local\oauth\client_invalid;
use local_mcpgate\local\oauth\client_removal;
use local_mcpgate\local\oauth\client_report;
use local_mcpgate\local\oauth\client_secret;
use local_mcpgate\local\oauth\known_clients;
use local_mcpgate\local\oauth\metadata_document;
use local_mcpgate\local\oauth\pinned_documents;
use local_mcpgate\local\oauth\registered_clients;

/**
 * What an administrator does to clients at a shell.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class clients_command {

    /** @var client_options */
    private $options;

    /** @var client_change */
    private $change;

    /** @var registered_clients */
    private $registered;

    /**
     * Take a command.
     *
     * @param client_options $options
     */
    public function __construct(client_options $options) {
        $this->options = $options;
        $this->change = new client_change(null, null);
        $this->registered = new registered_clients($this->change);
    }

    /**
     * Carry the command out.
     *
     * @return client_report of what it was about
     * @throws command_refused
     * @throws \moodle_exception for a client of another kind
     */
    public function run(): client_report {
        $action = $this->options->action();
        try {
            switch ($action) {
                case null:
                    return new client_report(known_clients::all());
                case 'create':
                    return $this->create();
                case 'pin':
                    return $this->pin();
                default:
                    return $this->act_on($action, $this->find($this->options->value($action)));
            }
        } catch (client_invalid $invalid) {
            throw client_options::refusal($invalid->errors());
        }
    }

    /**
     * Do something to a client.
     *
     * @param string $action
     * @param client $client
     * @return client_report
     */
    private function act_on(string $action, client $client): client_report {
        switch ($action) {
            case 'change':
                return $this->change_client($client);
            case 'new-secret':
                $secret = client_secret::make();
                return new client_report([$this->registered->renew_secret($client, $secret)], $secret);
            case 'unpin':
                return new client_report([(new pinned_documents($this->change))->unpin($client)]);
            default:
                (new client_removal($client))->run($this->change);
                return new client_report([]);
        }
    }

    /**
     * Make a client.
     *
     * @return client_report
     */
    private function create(): client_report {
        array_map([$this->options, 'value'], ['name', 'redirect-uri', 'auth']);
        $details = client_input::read($this->options->fields());
        $secret = $details->uses_secret() ? client_secret::make() : null;
        return new client_report([$this->registered->create($details, $secret)], $secret);
    }

    /**
     * Change a client; what is not given stays as it is.
     *
     * @param client $client
     * @return client_report
     */
    private function change_client(client $client): client_report {
        registered_clients::require_registered($client);
        $given = $this->options->fields();
        if (!$given) {
            throw command_refused::options(['change' => get_string('cli_clientnothing', 'local_mcpgate')]);
        }
        $details = client_input::read($given + client_input::fields_of($client));
        $secret = $details->uses_secret() && !$client->uses_secret() ? client_secret::make() : null;
        return new client_report([$this->registered->change($client, $details, $secret)], $secret);
    }

    /**
     * Pin a document.
     *
     * @return client_report
     */
    private function pin(): client_report {
        $document = metadata_document::read($this->options->value('client-id'), $this->options->content('pin'));
        return new client_report([(new pinned_documents($this->change))->pin($document)]);
    }

    /**
     * Find a client.
     *
     * @param string $clientid
     * @return client
     * @throws command_refused
     */
    private function find(string $clientid): client {
        try {
            return known_clients::by_client_id($clientid);
        } catch (\moodle_exception $unknown) {
            throw command_refused::subject('cli_unknownclient', $clientid);
        }
    }
}
