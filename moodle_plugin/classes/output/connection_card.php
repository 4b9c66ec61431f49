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

use local_mcpgate\local\oauth\authority;
use local_mcpgate\local\oauth\client;
use local_mcpgate\local\oauth\connection;

/**
 * One connection as pages show it.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class connection_card {

    /** @var connection */
    private $connection;

    /** @var int Unix time. */
    private $now;

    /**
     * Choose a connection.
     *
     * @param connection $connection
     * @param int $now Unix time
     */
    public function __construct(connection $connection, int $now) {
        $this->connection = $connection;
        $this->now = $now;
    }

    /**
     * Return the name of the assistant.
     *
     * @return string
     */
    public function name(): string {
        $name = $this->connection->client_name();
        return $name === '' ? get_string('clientunnamed', 'local_mcpgate') : $name;
    }

    /**
     * Return what templates need: plain text, but for the words of limits.
     *
     * @param bool $namesowner whether to say whose it is
     * @return array
     */
    public function facts(bool $namesowner): array {
        $status = $this->connection->status($this->now);
        return [
            'name' => $this->name(),
            'clienthost' => $this->connection->client_host(),
            'isapproved' => $this->connection->client_kind() === client::REGISTERED,
            'owner' => $namesowner ? $this->owner() : '',
            'ownerurl' => (new \moodle_url('/local/mcpgate/connections.php', ['user' => $this->connection->userid()]))->out(false),
            'mode' => get_string($this->connection->granted()->writes() ? 'mode_write' : 'mode_read', 'local_mcpgate'),
            'created' => self::date($this->connection->timecreated()),
            'lastused' => self::date($this->connection->timelastused()),
            'expires' => self::date($this->connection->timeexpires()),
            'isactive' => $status === 'active',
            'status' => get_string("status_{$status}", 'local_mcpgate'),
            'showslimits' => true,
            'limits' => (new limits_summary($this->connection->limits()))->lines(),
        ];
    }

    /**
     * Return the addresses of what can be done with the connection.
     *
     * @param \moodle_url $list page to come back to after revoking
     * @return string[] empty where the person who looks may not, or it ended
     */
    public function urls(\moodle_url $list): array {
        if ($this->connection->status($this->now) !== 'active' || authority::over($this->connection) === null) {
            return ['changeurl' => '', 'revokeurl' => ''];
        }
        $id = $this->connection->id();
        return [
            'changeurl' => (new \moodle_url('/local/mcpgate/connection.php', ['id' => $id]))->out(false),
            'revokeurl' => (new \moodle_url($list, ['revoke' => $id]))->out(false),
        ];
    }

    /**
     * Say whose it is.
     *
     * @return string
     */
    public function owner(): string {
        $user = \core_user::get_user($this->connection->userid());
        return $user ? fullname($user) . " ({$user->username})" : (string) $this->connection->userid();
    }

    /**
     * Write a time as people do.
     *
     * @param int|null $time
     * @return string
     */
    private static function date(?int $time): string {
        return $time === null ? get_string('never') : userdate($time, get_string('strftimedatetimeshort', 'langconfig'));
    }
}
