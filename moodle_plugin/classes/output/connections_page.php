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

use local_mcpgate\local\oauth\connection;

/**
 * A person's own connections.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class connections_page implements \renderable, \templatable {

    /** @var connection[] */
    private $connections;

    /** @var int Unix time. */
    private $now;

    /**
     * Choose what to show; connections that no client fetched are left out.
     *
     * @param connection[] $connections
     * @param int $now Unix time
     */
    public function __construct(array $connections, int $now) {
        $this->now = $now;
        $this->connections = array_filter($connections, static function (connection $connection) use ($now): bool {
            return $connection->status($now) !== 'pending';
        });
    }

    /**
     * Ask whether a connection is to be revoked.
     *
     * @param connection $connection
     * @return string HTML
     */
    public function question(connection $connection): string {
        return get_string('connection_revokequestion', 'local_mcpgate', s($this->name($connection)));
    }

    /**
     * Return what the template needs, as plain text.
     *
     * @param \renderer_base $output
     * @return array
     */
    public function export_for_template(\renderer_base $output): array {
        return ['connections' => array_values(array_map([$this, 'row'], $this->connections))];
    }

    /**
     * Describe one connection.
     *
     * @param connection $connection
     * @return array
     */
    private function row(connection $connection): array {
        $status = $connection->status($this->now);
        $mode = $connection->granted()->writes() ? 'mode_write' : 'mode_read';
        $url = new \moodle_url('/local/mcpgate/connections.php', ['revoke' => $connection->id()]);
        return [
            'name' => $this->name($connection),
            'mode' => get_string($mode, 'local_mcpgate'),
            'created' => $this->date($connection->timecreated()),
            'lastused' => $this->date($connection->timelastused()),
            'expires' => $this->date($connection->timeexpires()),
            'status' => get_string("status_{$status}", 'local_mcpgate'),
            'revokeurl' => $status === 'active' ? $url->out(false) : '',
        ];
    }

    /**
     * Return the name to show for a connection.
     *
     * @param connection $connection
     * @return string
     */
    private function name(connection $connection): string {
        return $connection->client_name() === '' ? get_string('clientunnamed', 'local_mcpgate') : $connection->client_name();
    }

    /**
     * Write a time as people do.
     *
     * @param int|null $time
     * @return string
     */
    private function date(?int $time): string {
        return $time === null ? get_string('never') : userdate($time, get_string('strftimedatetimeshort', 'langconfig'));
    }
}
