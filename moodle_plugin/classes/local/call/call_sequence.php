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
use local_mcpgate\local\bridge\encoded_json;
use local_mcpgate\local\bridge\last_word;
use local_mcpgate\local\functions\function_class;
use local_mcpgate\local\functions\function_unavailable;
use local_mcpgate\local\functions\known_function;
use local_mcpgate\local\oauth\connection;
use local_mcpgate\local\oauth\connections;
use local_mcpgate\local\policy\course_guard;
use local_mcpgate\local\site_settings;

/**
 * Takes one call from the sidecar's request to its answer, every check in its order.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class call_sequence {

    /** @var call_request The call. */
    private $request;

    /** @var call_journal Its record. */
    private $journal;

    /** @var string Why the function is out of reach; only the record says so. */
    private $rule = '';

    /** @var course_guard|null Keeps the function inside its courses. */
    private $guard = null;

    /**
     * Set up the sequence of a call.
     *
     * @param call_request $request
     */
    public function __construct(call_request $request) {
        $this->request = $request;
        $this->journal = new call_journal($request);
    }

    /**
     * Check the call, run the function, write the record.
     *
     * @return array data of the answer
     * @throws bridge_exception
     */
    public function run(): array {
        caller_environment::adopt($this->request->clientip());
        last_word::current()->when_cut_short([$this->journal, 'cut_short']);
        [$function, $arguments] = $this->clear();
        $this->journal->start();
        $json = $this->execute($function, $arguments);
        $this->journal->allowed(strlen($json));
        return [
            'result' => new encoded_json($json),
            'class' => $function->function_class(),
            'resultbytes' => strlen($json),
            'durationms' => $this->journal->duration_ms(),
        ];
    }

    /**
     * Check everything that has to be right before the function runs; record a refusal.
     *
     * @return array the function, and its arguments as validated
     * @throws bridge_exception
     */
    private function clear(): array {
        try {
            return $this->pass_gates();
        } catch (bridge_exception $refusal) {
            $code = $refusal->bridge_code();
            if ($code !== 'stale_connection') {
                $this->journal->refused($code === 'function_unknown' ? "{$code}:{$this->rule}" : $code);
            }
            throw $refusal;
        } catch (\Throwable $error) {
            function_runner::undo_open_transaction();
            $this->journal->failed('bridge_internal_error');
            throw $error;
        }
    }

    /**
     * Pass all gates, or be refused at one.
     *
     * @return array the function, and its arguments as validated
     * @throws bridge_exception
     */
    private function pass_gates(): array {
        $connection = $this->connection();
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
        $gate->require_courses($function, $arguments);
        return [$function, $arguments];
    }

    /**
     * Load the connection from the token; the sidecar must have decided on its present state.
     *
     * @return connection
     * @throws bridge_exception token_unknown, token_expired, connection_revoked, connection_expired or stale_connection
     */
    private function connection(): connection {
        $connection = connections::by_token_hashes($this->request->tokenhashes());
        $this->journal->note_connection($connection);
        if ($connection->revision() !== $this->request->revision()) {
            $detail = ['connection' => $connection->to_message()];
            throw new bridge_exception('stale_connection', 'The connection changed since the sidecar read it.', $detail);
        }
        $this->guard = new course_guard($connection->limits()['courses']);
        $this->journal->note_guard($this->guard);
        return $connection;
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
     * Run the function with the guard on duty; record a failure.
     *
     * @param known_function $function
     * @param array $arguments
     * @return string its result as JSON
     * @throws bridge_exception
     */
    private function execute(known_function $function, array $arguments): string {
        try {
            $this->guard->install();
            return function_runner::run($function, $arguments, $this->request->deadline_s());
        } catch (bridge_exception $failure) {
            throw $this->recorded($failure);
        } catch (\Throwable $error) {
            function_runner::undo_open_transaction();
            $this->journal->failed('bridge_internal_error');
            throw $error;
        }
    }

    /**
     * Record what a function ended with, and say whether the guard was behind it.
     *
     * @param bridge_exception $failure
     * @return bridge_exception what to answer
     */
    private function recorded(bridge_exception $failure): bridge_exception {
        $code = $failure->bridge_code();
        if ($this->guard->has_refused() && $code !== 'result_too_large') {
            $failure = new bridge_exception('course_refused', 'This connection is limited to other courses.');
            $this->journal->refused('course_refused');
        } else if ($code === 'denied_by_moodle') {
            $this->journal->refused($code);
        } else {
            $this->journal->failed($code);
        }
        return $failure;
    }
}
