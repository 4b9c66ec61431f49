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

use local_mcpgate\local\webhook\dead_letters;
use local_mcpgate\local\webhook\endpoint;
use local_mcpgate\local\webhook\endpoint_actions;
use local_mcpgate\local\webhook\endpoint_change;
use local_mcpgate\local\webhook\endpoint_input;
use local_mcpgate\local\webhook\endpoint_invalid;
use local_mcpgate\local\webhook\endpoints;
use local_mcpgate\local\webhook\signing_secret;
use local_mcpgate\local\webhook\webhook_report;

/**
 * What an administrator does to the webhook at a shell.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class webhooks_command {

    /** @var webhook_options */
    private $options;

    /** @var endpoint_actions */
    private $actions;

    /** @var dead_letters */
    private $letters;

    /**
     * Take a command.
     *
     * @param webhook_options $options
     */
    public function __construct(webhook_options $options) {
        $change = new endpoint_change(null, null);
        $this->options = $options;
        $this->actions = new endpoint_actions($change);
        $this->letters = new dead_letters($change);
    }

    /**
     * Carry the command out.
     *
     * @return webhook_report of what it was about
     * @throws command_refused
     * @throws \moodle_exception for what the endpoint's state does not allow
     */
    public function run(): webhook_report {
        $action = $this->options->action();
        try {
            if ($action === null) {
                return webhook_report::of_endpoints(endpoints::all());
            }
            return $action === 'create' ? $this->create() : $this->act_on($action, $this->find($this->options->value($action)));
        } catch (endpoint_invalid $invalid) {
            throw webhook_options::refusal($invalid->errors());
        }
    }

    /**
     * Make an endpoint.
     *
     * @return webhook_report
     */
    private function create(): webhook_report {
        array_map([$this->options, 'value'], ['url', 'events']);
        $secret = signing_secret::make();
        $made = $this->actions->create(endpoint_input::read($this->options->fields()), $secret);
        return webhook_report::of_endpoints([$made], $secret);
    }

    /**
     * Do something to an endpoint.
     *
     * @param string $action
     * @param endpoint $endpoint
     * @return webhook_report
     */
    private function act_on(string $action, endpoint $endpoint): webhook_report {
        switch ($action) {
            case 'change':
                return $this->change($endpoint);
            case 'new-secret':
                $secret = signing_secret::make();
                return webhook_report::of_endpoints([$this->actions->renew_secret($endpoint, $secret)], $secret);
            case 'delete':
                $this->actions->remove($endpoint);
                return webhook_report::of_endpoints([]);
            case 'letters':
                return webhook_report::of_letters($endpoint);
            case 'resend':
                $this->letters->resend($endpoint, $this->letter($endpoint));
                return webhook_report::of_letters($endpoint);
            case 'discard':
                $this->letters->discard($endpoint, $this->letter($endpoint));
                return webhook_report::of_letters($endpoint);
            default:
                return webhook_report::of_endpoints([$this->turn($action, $endpoint)]);
        }
    }

    /**
     * Pause an endpoint, resume it, or send it a test.
     *
     * @param string $action
     * @param endpoint $endpoint
     * @return endpoint
     */
    private function turn(string $action, endpoint $endpoint): endpoint {
        if ($action === 'test') {
            $this->actions->test($endpoint);
            return $endpoint;
        }
        return $action === 'pause' ? $this->actions->pause($endpoint) : $this->actions->resume($endpoint);
    }

    /**
     * Change an endpoint; what is not given stays as it is.
     *
     * @param endpoint $endpoint
     * @return webhook_report
     */
    private function change(endpoint $endpoint): webhook_report {
        $given = $this->options->fields();
        if (!$given) {
            throw command_refused::options(['change' => get_string('cli_webhooknothing', 'local_mcpgate')]);
        }
        $details = endpoint_input::read($given + endpoint_input::fields_of($endpoint));
        return webhook_report::of_endpoints([$this->actions->change($endpoint, $details)]);
    }

    /**
     * Find an endpoint.
     *
     * @param string $id
     * @return endpoint
     * @throws command_refused
     */
    private function find(string $id): endpoint {
        foreach (endpoints::all() as $endpoint) {
            if ((string) $endpoint->id() === $id) {
                return $endpoint;
            }
        }
        throw command_refused::subject('cli_unknownwebhook', $id);
    }

    /**
     * Find the message that is meant, if it is one alone.
     *
     * @param endpoint $endpoint
     * @return int|null
     * @throws command_refused
     */
    private function letter(endpoint $endpoint): ?int {
        if (!$this->options->has('message')) {
            return null;
        }
        $msgid = $this->options->value('message');
        $number = dead_letters::number_of($endpoint, $msgid);
        if ($number === null) {
            throw command_refused::subject('cli_unknownletter', $msgid);
        }
        return $number;
    }
}
