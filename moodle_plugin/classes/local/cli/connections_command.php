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

    /** What can be done, and the options that go with it. */
    private const ACTIONS = ['show' => [], 'change' => change_options::NAMES, 'revoke' => [], 'revoke-user' => []];

    /** @var string[] Options that go with listing. */
    private const LISTING = ['user'];

    /** @var array Values by option. */
    private $given;

    /**
     * Take a command.
     *
     * @param array $options as Moodle reads them, null for those not given
     */
    public function __construct(array $options) {
        $this->given = array_filter($options, static function ($value): bool {
            return $value !== null;
        });
    }

    /**
     * Carry it out.
     *
     * @return connection[] those it was about, as they are now
     * @throws command_refused
     */
    public function run(): array {
        $action = chosen_action::of(array_keys($this->given), self::ACTIONS, self::LISTING);
        switch ($action) {
            case null:
                return connections::list(isset($this->given['user']) ? $this->person('user') : null);
            case 'revoke-user':
                $owner = $this->person($action);
                connections::revoke_all($owner, null, revocation_reason::ADMIN);
                return connections::list($owner);
            case 'revoke':
                connections::revoke($this->connection($action)->id(), null, revocation_reason::ADMIN);
                return [$this->connection($action)];
            case 'change':
                return [$this->change($this->connection($action))];
            default:
                return [$this->connection($action)];
        }
    }

    /**
     * Change the limits of a connection.
     *
     * @param connection $connection
     * @return connection
     * @throws command_refused
     */
    private function change(connection $connection): connection {
        if ($connection->is_over(time())) {
            throw command_refused::subject('cli_connectionover', (string) $connection->id());
        }
        $options = new change_options($this->given);
        if (!$options->names()) {
            throw command_refused::options(['change' => get_string('cli_nothingtochange', 'local_mcpgate')]);
        }
        $change = $options->wish($connection, time());
        return $change->is_none() ? $connection : $change->save(null, null);
    }

    /**
     * Find the connection that an option names.
     *
     * @param string $option
     * @return connection
     * @throws command_refused
     */
    private function connection(string $option): connection {
        $id = valued_option::read($this->given, $option);
        $connection = ctype_digit($id) ? connections::find((int) $id) : null;
        if ($connection === null) {
            throw command_refused::subject('cli_unknownconnection', $id);
        }
        return $connection;
    }

    /**
     * Find the person whom an option names.
     *
     * @param string $option
     * @return int
     * @throws command_refused
     */
    private function person(string $option): int {
        return person_option::userid(valued_option::read($this->given, $option));
    }
}
