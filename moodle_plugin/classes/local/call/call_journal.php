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
use local_mcpgate\local\functions\known_function;
use local_mcpgate\local\oauth\connection;
use local_mcpgate\local\policy\course_guard;
use local_mcpgate\local\record\audit_row;
use local_mcpgate\local\record\audit_writer;
use local_mcpgate\local\record\outcome;
use local_mcpgate\local\record\overdue_records;
use local_mcpgate\local\record\usage_meter;

/**
 * Collects what is known of one call and writes exactly one audit row of it.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class call_journal {

    /** @var call_request The call. */
    private $request;

    /** @var array Columns known so far. */
    private $columns;

    /** @var int When the call came in, in nanoseconds of a clock that never steps. */
    private $began;

    /** @var course_guard|null Knows which courses were entered. */
    private $guard = null;

    /** @var \stdClass|null The row of a call that was started. */
    private $row = null;

    /** @var bool Whether the row is final. */
    private $closed = false;

    /**
     * Open the journal of a call.
     *
     * @param call_request $request
     */
    public function __construct(call_request $request) {
        $this->request = $request;
        $this->began = hrtime(true);
        $name = $request->function_name();
        $plain = preg_match('/^[A-Za-z0-9_]{1,200}$/D', $name) ? $name : null;
        $this->columns = ['timecreated' => time(), 'functionname' => $plain] + $request->record();
    }

    /**
     * Note whose call it is.
     *
     * @param connection $connection
     */
    public function note_connection(connection $connection): void {
        $this->columns['connectionid'] = $connection->id();
        $this->columns['userid'] = $connection->userid();
        $this->columns['client'] = $connection->client_name();
        $this->columns['scopes'] = implode(' ', $connection->scopes());
    }

    /**
     * Note what it calls.
     *
     * @param known_function $function
     */
    public function note_function(known_function $function): void {
        $this->columns['functionclass'] = $function->function_class();
        $this->columns['argumentkeys'] = audit_row::argument_keys($this->request->arguments(), $function->argument_names());
    }

    /**
     * Note who knows the courses.
     *
     * @param course_guard $guard
     */
    public function note_guard(course_guard $guard): void {
        $this->guard = $guard;
    }

    /**
     * Write that the function is about to run, unless the connection used up what it may have.
     *
     * @param usage_meter $meter
     * @throws bridge_exception rate_limited or quota_exhausted; bridge_bad_request if the record id was used before
     */
    public function start(usage_meter $meter): void {
        $deadline = time() + $this->request->deadline_s() + overdue_records::GRACE_S;
        $insert = static function (array $columns) use ($meter): \stdClass {
            return $meter->admit(static function () use ($columns): \stdClass {
                return audit_writer::start($columns);
            });
        };
        $this->row = $this->once(['timedeadline' => $deadline] + $this->columns, $insert);
    }

    /**
     * Write that the function returned.
     *
     * @param int $resultbytes
     */
    public function allowed(int $resultbytes): void {
        $this->close(outcome::ALLOWED, '', $resultbytes);
    }

    /**
     * Write that a rule refused the call.
     *
     * @param string $errorcode
     * @throws bridge_exception bridge_bad_request if the record id was used before
     */
    public function refused(string $errorcode): void {
        $this->close(outcome::DENIED, $errorcode);
    }

    /**
     * Write that the call failed.
     *
     * @param string $errorcode
     */
    public function failed(string $errorcode): void {
        $this->close(outcome::ERROR, $errorcode);
    }

    /**
     * Write that the request ended before there was an outcome.
     *
     * @param string $errorcode
     */
    public function cut_short(string $errorcode): void {
        function_runner::undo_open_transaction();
        $this->close(outcome::ERROR, $errorcode);
    }

    /**
     * Return how long the call has taken.
     *
     * @return int milliseconds
     */
    public function duration_ms(): int {
        return intdiv(hrtime(true) - $this->began, 1000000);
    }

    /**
     * Write the outcome, once.
     *
     * @param string $outcome
     * @param string $errorcode
     * @param int|null $resultbytes
     */
    private function close(string $outcome, string $errorcode, ?int $resultbytes = null): void {
        if ($this->closed) {
            return;
        }
        $this->closed = true;
        $columns = [
            'outcome' => $outcome,
            'errorcode' => $errorcode,
            'courseid' => $this->guard ? $this->guard->only_course() : null,
            'durationms' => $this->duration_ms(),
            'resultbytes' => $resultbytes,
        ];
        if ($this->row !== null) {
            audit_writer::finish($this->row, $columns);
        } else {
            $this->once($columns + $this->columns, [audit_writer::class, 'write']);
        }
    }

    /**
     * Insert the row, unless its record id is taken.
     *
     * @param array $columns
     * @param callable $insert
     * @return \stdClass
     * @throws bridge_exception bridge_bad_request
     */
    private function once(array $columns, callable $insert): \stdClass {
        try {
            return $insert($columns);
        } catch (\dml_write_exception $error) {
            if (audit_writer::is_known($this->request->recordid())) {
                throw new bridge_exception('bridge_bad_request', 'This recordid was used before.', ['field' => 'recordid']);
            }
            throw $error;
        }
    }
}
