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

use core_external\external_api;
use local_mcpgate\local\bridge\bridge_exception;
use local_mcpgate\local\functions\known_function;
use local_mcpgate\local\policy\course_admission;

/**
 * Runs one function as the person who is signed in.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class function_runner {

    /**
     * Run a function; what it left half done in the database is undone.
     *
     * @param known_function $function
     * @param course_admission $admission its arguments, and what becomes of its answer
     * @param int $deadlines seconds it may take
     * @return string its result as JSON
     * @throws bridge_exception denied_by_moodle, function_failed or result_too_large
     */
    public static function run(known_function $function, course_admission $admission, int $deadlines): string {
        raise_memory_limit(MEMORY_EXTRA);
        \core_php_time_limit::raise($deadlines);
        \core\event\webservice_function_called::create(['other' => ['function' => $function->name()]])->trigger();
        $response = external_api::call_external_function($function->name(), $admission->arguments());
        $halfdone = self::undo_open_transaction();
        if (!empty($response['error'])) {
            throw function_error::of($response['exception']);
        }
        if ($halfdone) {
            throw function_error::open_transaction();
        }
        return result_json::of($admission->cut($response['data'] ?? null), $function->returns());
    }

    /**
     * Roll back a transaction that a function left open.
     *
     * @return bool whether there was one
     */
    public static function undo_open_transaction(): bool {
        global $DB;
        $open = $DB->is_transaction_started();
        if ($open) {
            $DB->force_transaction_rollback();
        }
        return $open;
    }
}
