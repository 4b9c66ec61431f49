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

namespace local_mcpgate\local\call;

use local_mcpgate\local\bridge\bridge_exception;
use local_mcpgate\local\functions\function_class;
use local_mcpgate\local\functions\function_unavailable;
use local_mcpgate\local\functions\known_function;
use local_mcpgate\local\oauth\connection;
use local_mcpgate\local\oauth\connections;
use local_mcpgate\local\oauth\token;
use local_mcpgate\local\oauth\tokens;
use local_mcpgate\local\policy\address_limit;
use local_mcpgate\local\policy\course_guard;
use local_mcpgate\local\policy\limits_in_force;
use local_mcpgate\local\record\usage_meter;
use local_mcpgate\local\site_settings;

/**
 * Everything that has to be right before a function runs, in the order of the protocol.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class call_gates {

    /** A connection's last use is written no more often than this. */
    private const USE_INTERVAL_S = 60;

    /** @var call_request The call. */
    private $request;

    /** @var call_journal Its record. */
    private $journal;

    /** @var string Why the function is out of reach; only the record says so. */
    private $rule = '';

    /**
     * Set up the gates of a call.
     *
     * @param call_request $request
     * @param call_journal $journal
     */
    public function __construct(call_request $request, call_journal $journal) {
        $this->request = $request;
        $this->journal = $journal;
    }

    /**
     * Pass all gates, or be refused at one.
     *
     * @return cleared_call
     * @throws bridge_exception
     */
    public function pass(): cleared_call {
        $connection = $this->connection();
        if (!address_limit::of($connection->limits())->admits($this->request->clientip())) {
            throw new bridge_exception('address_refused', 'The connection cannot be used from this address.');
        }
        $user = person_gate::admit($connection->userid());
        $settings = site_settings::current();
        if (!$settings->enabled()) {
            throw new bridge_exception('mcp_disabled', 'Assistants are switched off on this site.');
        }
        person_gate::sign_in($user);
        $gate = new function_gate($connection);
        $function = $this->reachable($gate);
        if ($function && $function->function_class() !== function_class::READ && !$settings->allows_writing()) {
            throw new bridge_exception('write_disabled', 'This site lets assistants read only.');
        }
        person_gate::require_welcome($connection->userid());
        if (!$function) {
            throw new bridge_exception('function_unknown', 'There is no such function for this connection.');
        }
        $gate->require_allowed($function);
        $arguments = argument_check::cleaned($function, $this->request->arguments());
        $admission = $gate->admit_to_courses($function, $arguments);
        $gate->require_approval($function);
        $this->note_use($connection);
        $meter = new usage_meter($connection->id(), limits_in_force::of($connection->limits()), time());
        return new cleared_call($function, $admission, $this->guard($connection), $meter);
    }

    /**
     * Return what the record says of a refusal; it may say more than the answer.
     *
     * @param bridge_exception $refusal
     * @return string
     */
    public function errorcode(bridge_exception $refusal): string {
        $code = $refusal->bridge_code();
        return $code === 'function_unknown' ? "{$code}:{$this->rule}" : $code;
    }

    /**
     * Load the connection from the token; the sidecar must have decided on its present state.
     *
     * @return connection
     * @throws bridge_exception token_unknown, token_expired, connection_revoked, connection_expired or stale_connection
     */
    private function connection(): connection {
        $connection = $this->live_connection();
        $this->journal->note_connection($connection);
        if ($connection->revision() !== $this->request->revision()) {
            $detail = ['connection' => $connection->to_message()];
            throw new bridge_exception('stale_connection', 'The connection changed since the sidecar read it.', $detail);
        }
        return $connection;
    }

    /**
     * Load the connection, and note whose it is also when it came to its end.
     *
     * @return connection
     * @throws bridge_exception token_unknown, token_expired, connection_revoked or connection_expired
     */
    private function live_connection(): connection {
        try {
            return connections::by_token_hashes($this->request->tokenhashes());
        } catch (bridge_exception $refusal) {
            $token = (new tokens())->find($this->request->tokenhashes(), token::ACCESS);
            $ended = $token === null ? null : connections::find($token->connectionid());
            if ($ended !== null) {
                $this->journal->note_connection($ended);
            }
            throw $refusal;
        }
    }

    /**
     * Find the function; that it is out of reach is told only after all that concerns the person.
     *
     * @param function_gate $gate
     * @return known_function|null null if it is out of reach
     */
    private function reachable(function_gate $gate): ?known_function {
        try {
            $function = $gate->find($this->request->function_name());
            $this->journal->note_function($function);
            return $function;
        } catch (function_unavailable $hidden) {
            $this->rule = $hidden->rule();
            return null;
        }
    }

    /**
     * Note now and then that the connection is in use.
     *
     * @param connection $connection
     */
    private function note_use(connection $connection): void {
        if ((int) $connection->timelastused() < time() - self::USE_INTERVAL_S) {
            connections::note_use($connection->id(), $this->request->clientip());
        }
    }

    /**
     * Make the guard that knows the connection's courses.
     *
     * @param connection $connection
     * @return course_guard
     */
    private function guard(connection $connection): course_guard {
        $guard = new course_guard($connection->limits()->courses());
        $this->journal->note_guard($guard);
        return $guard;
    }
}
