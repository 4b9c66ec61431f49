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

use local_mcpgate\local\policy\limits;

/**
 * Connections as a command prints them.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class connection_report {

    /** @var connection[] */
    private $connections;

    /** @var int Unix time. */
    private $now;

    /**
     * Choose what to report on.
     *
     * @param connection[] $connections
     * @param int $now Unix time
     */
    public function __construct(array $connections, int $now) {
        $this->connections = $connections;
        $this->now = $now;
    }

    /**
     * Print facts for programs.
     *
     * @return string a JSON list and a line break
     */
    public function json(): string {
        $facts = array_map([$this, 'facts'], $this->connections);
        return json_encode($facts, JSON_PRETTY_PRINT | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE) . "\n";
    }

    /**
     * Print one line for each connection.
     *
     * @return string
     */
    public function text(): string {
        $lines = array_map(function (connection $connection): string {
            $facts = $this->facts($connection);
            $expires = $facts['timeexpires'] === null ? '-' : gmdate('Y-m-d\TH:i\Z', $facts['timeexpires']);
            $words = [$facts['status'], $facts['username'], implode('+', $facts['scopes']), $expires, $facts['client_name'],
                self::in_one_line($facts['limits'])];
            return "{$facts['id']}\t" . implode("\t", $words) . "\n";
        }, $this->connections);
        return implode('', $lines);
    }

    /**
     * Return limits as they are kept.
     *
     * @param limits $limits
     * @return array by name
     */
    private static function limits(limits $limits): array {
        $values = [];
        foreach (array_keys(limits::COLUMNS) as $name) {
            $values[$name] = $limits->$name();
        }
        return $values;
    }

    /**
     * Write the limits that are set as the options of a command would.
     *
     * @param array $limits by name
     * @return string
     */
    private static function in_one_line(array $limits): string {
        $words = [];
        foreach ($limits as $name => $limit) {
            if ($limit !== null && $limit !== false) {
                $value = is_array($limit) ? implode(',', $limit) : ($limit === true ? 'yes' : $limit);
                $words[] = "{$name}={$value}";
            }
        }
        return $words ? implode(' ', $words) : '-';
    }

    /**
     * Gather what there is to say about a connection.
     *
     * @param connection $connection
     * @return array
     */
    private function facts(connection $connection): array {
        $user = \core_user::get_user($connection->userid(), 'id, username');
        return [
            'id' => $connection->id(),
            'status' => $connection->status($this->now),
            'userid' => $connection->userid(),
            'username' => $user ? $user->username : '',
            'client_id' => $connection->client_id(),
            'client_name' => $connection->client_name(),
            'scopes' => $connection->scopes(),
            'limits' => self::limits($connection->limits()),
            'timecreated' => $connection->timecreated(),
            'timeactivated' => $connection->timeactivated(),
            'timeexpires' => $connection->timeexpires(),
            'timelastused' => $connection->timelastused(),
            'timerevoked' => $connection->timerevoked(),
        ];
    }
}
