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
use local_mcpgate\local\policy\course_refused;

/**
 * Takes one call from the sidecar's request to its answer, and sees that it is on record.
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
        $cleared = $this->clear();
        $this->start($cleared);
        $json = $this->execute($cleared);
        $this->journal->allowed(strlen($json));
        return [
            'result' => new encoded_json($json),
            'class' => $cleared->called()->function_class(),
            'resultbytes' => strlen($json),
            'durationms' => $this->journal->duration_ms(),
            'filtered' => $cleared->narrowed(),
        ];
    }

    /**
     * Take the call through the gates; record a refusal.
     *
     * @return cleared_call
     * @throws bridge_exception
     */
    private function clear(): cleared_call {
        $gates = new call_gates($this->request, $this->journal);
        try {
            return $gates->pass();
        } catch (bridge_exception $refusal) {
            if ($refusal->bridge_code() !== 'stale_connection') {
                $this->journal->refused($gates->errorcode($refusal));
            }
            throw $refusal;
        } catch (\Throwable $error) {
            throw $this->recorded_crash($error);
        }
    }

    /**
     * Put the call on record as started; record that its connection used up its limits.
     *
     * @param cleared_call $cleared
     * @throws bridge_exception rate_limited, quota_exhausted or bridge_bad_request
     */
    private function start(cleared_call $cleared): void {
        try {
            $this->journal->start($cleared->meter());
        } catch (bridge_exception $refusal) {
            if ($refusal->bridge_code() !== 'bridge_bad_request') {
                $this->journal->refused($refusal->bridge_code());
            }
            throw $refusal;
        }
    }

    /**
     * Run the function with the guard on duty; record a failure.
     *
     * @param cleared_call $cleared
     * @return string its result as JSON
     * @throws bridge_exception
     */
    private function execute(cleared_call $cleared): string {
        $cleared->guard()->install();
        try {
            return function_runner::run($cleared->called(), $cleared->admission(), $this->request->deadline_s());
        } catch (bridge_exception $failure) {
            throw $this->recorded_failure($failure, $cleared->guard()->has_refused());
        } catch (\Throwable $error) {
            throw $this->recorded_crash($error);
        }
    }

    /**
     * Record what a function ended with, and say whether the guard was behind it.
     *
     * @param bridge_exception $failure
     * @param bool $guarded whether the guard kept the function out of a course
     * @return bridge_exception what to answer
     */
    private function recorded_failure(bridge_exception $failure, bool $guarded): bridge_exception {
        $code = $failure->bridge_code();
        if ($guarded && $code !== 'result_too_large') {
            $detail = ['reason' => course_refused::ENTERED];
            $failure = new bridge_exception('course_refused', 'This connection is limited to other courses.', $detail);
            $this->journal->refused('course_refused');
        } else if ($code === 'denied_by_moodle') {
            $this->journal->refused($code);
        } else {
            $this->journal->failed($code);
        }
        return $failure;
    }

    /**
     * Record an error nobody expected.
     *
     * @param \Throwable $error
     * @return \Throwable the same
     */
    private function recorded_crash(\Throwable $error): \Throwable {
        function_runner::undo_open_transaction();
        $this->journal->failed('bridge_internal_error');
        return $error;
    }
}
