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

namespace local_mcpgate\local\oauth;

/**
 * Clients as a command prints them.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class client_report {

    /** @var client[] */
    private $clients;

    /** @var client_secret|null */
    private $secret;

    /**
     * Choose what to report on.
     *
     * @param client[] $clients
     * @param client_secret|null $secret of the one client, if it was made just now
     */
    public function __construct(array $clients, ?client_secret $secret = null) {
        $this->clients = $clients;
        $this->secret = $secret;
    }

    /**
     * Print facts for programs.
     *
     * @return string a JSON list and a line break
     */
    public function json(): string {
        $facts = array_map([$this, 'facts'], $this->clients);
        return json_encode($facts, JSON_PRETTY_PRINT | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE) . "\n";
    }

    /**
     * Print one line for each client, and one for a new secret.
     *
     * @return string
     */
    public function text(): string {
        $lines = array_map(function (client $client): string {
            $facts = $this->facts($client);
            $expires = $facts['timeexpires'] === null ? '-' : gmdate('Y-m-d\TH:i\Z', $facts['timeexpires']);
            $kind = $facts['kind'] . ($facts['pinned'] ? '+pinned' : '');
            $words = [$facts['client_id'], $kind, $facts['auth_method'], $facts['people'], $expires, $facts['name'],
                implode(' ', $facts['redirect_uris'])];
            return implode("\t", $words) . "\n";
        }, $this->clients);
        return implode('', $lines) . ($this->secret === null ? '' : "client_secret\t{$this->secret->text()}\n");
    }

    /**
     * Gather what there is to say about a client.
     *
     * @param client $client
     * @return array
     */
    private function facts(client $client): array {
        $message = $client->to_message();
        $facts = [
            'client_id' => $message['client_id'],
            'kind' => $message['kind'],
            'pinned' => $client->is_pinned(),
            'name' => $message['name'],
            'redirect_uris' => $message['redirect_uris'],
            'auth_method' => $message['auth_method'],
        ] + client_keys::of((object) $message['metadata']) + [
            'people' => (new client_removal($client))->people(),
            'timecreated' => $message['timecreated'],
            'timeexpires' => $message['timeexpires'],
        ];
        return $facts + ($this->secret === null ? [] : ['client_secret' => $this->secret->text()]);
    }
}
