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

use local_mcpgate\local\oauth\connection;
use local_mcpgate\local\oauth\connections;
use local_mcpgate\local\oauth\revocation_reason;

/**
 * What an administrator does to connections at a shell.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class connections_command {

    /** @var array Values by option, null for those not given. */
    private $options;

    /**
     * Take a command.
     *
     * @param array $options as Moodle reads them
     */
    public function __construct(array $options) {
        $this->options = $options;
    }

    /**
     * Carry it out.
     *
     * @return connection[] those it was about, as they are now
     * @throws command_refused
     */
    public function run(): array {
        $change = new change_options($this->options);
        if ($this->options['change'] !== null) {
            return [$this->change(self::find($this->options['change']), $change)];
        }
        if ($change->names()) {
            throw command_refused::options(array_fill_keys($change->names(), get_string('cli_withoutchange', 'local_mcpgate')));
        }
        if ($this->options['revoke'] !== null) {
            $connection = self::find($this->options['revoke']);
            connections::revoke($connection->id(), null, revocation_reason::ADMIN);
            return [self::find($connection->id())];
        }
        if ($this->options['revoke-user'] !== null) {
            $owner = self::userid($this->options['revoke-user']);
            connections::revoke_all($owner, null, revocation_reason::ADMIN);
            return connections::list($owner);
        }
        if ($this->options['show'] !== null) {
            return [self::find($this->options['show'])];
        }
        return connections::list($this->options['user'] === null ? null : self::userid($this->options['user']));
    }

    /**
     * Change the limits of a connection.
     *
     * @param connection $connection
     * @param change_options $options
     * @return connection
     * @throws command_refused
     */
    private function change(connection $connection, change_options $options): connection {
        if ($connection->is_over(time())) {
            throw command_refused::subject('cli_connectionover', (string) $connection->id());
        }
        if (!$options->names()) {
            throw command_refused::options(['change' => get_string('cli_nothingtochange', 'local_mcpgate')]);
        }
        $change = $options->wish($connection, time());
        return $change->is_none() ? $connection : $change->save(null, null);
    }

    /**
     * Find a connection.
     *
     * @param mixed $id as given
     * @return connection
     * @throws command_refused
     */
    private static function find($id): connection {
        $connection = ctype_digit((string) $id) ? connections::find((int) $id) : null;
        if ($connection === null) {
            throw command_refused::subject('cli_unknownconnection', (string) $id);
        }
        return $connection;
    }

    /**
     * Find a person.
     *
     * @param mixed $username as given
     * @return int
     * @throws command_refused
     */
    private static function userid($username): int {
        global $CFG;
        $user = \core_user::get_user_by_username((string) $username, 'id', $CFG->mnet_localhost_id);
        if (!$user) {
            throw command_refused::subject('cli_unknownuser', (string) $username);
        }
        return (int) $user->id;
    }
}
