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

namespace local_mcpgate\local\bridge;

/**
 * Makes sure that the bridge answers JSON exactly once, however the request ends.
 *
 * In a web service request Moodle really redirects and exits, and any function
 * may die. What was printed by then is thrown away and an error stands in its
 * place. This file is loaded before Moodle and needs nothing of it.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class last_word {

    /** Memory added for the clean-up after memory ran out. */
    private const SPARE_BYTES = 33554432;

    /** Reason phrases of the statuses the bridge uses. */
    private const REASONS = [200 => 'OK', 400 => 'Bad Request', 401 => 'Unauthorized', 500 => 'Internal Server Error'];

    /** @var self|null The one of this request. */
    private static $current = null;

    /** @var bool Whether the answer is out. */
    private $said = false;

    /** @var callable|null Closes what was under way; gets the code of the protocol. */
    private $closer = null;

    /**
     * Start capturing output and watch for the end of the request.
     *
     * @return self
     */
    public static function arm(): self {
        self::$current = new self();
        ob_start();
        register_shutdown_function([self::$current, 'shut_down']);
        return self::$current;
    }

    /**
     * Return the one armed for this request.
     *
     * @return self
     */
    public static function current(): self {
        return self::$current ?? self::arm();
    }

    /**
     * Name who closes the books if the request ends before it was answered.
     *
     * @param callable|null $closer gets function_exited, function_crashed or deadline_exceeded
     */
    public function when_cut_short(?callable $closer): void {
        $this->closer = $closer;
    }

    /**
     * Answer; only the first answer counts.
     *
     * @param int $status of HTTP
     * @param string $json
     */
    public function say(int $status, string $json): void {
        if ($this->said) {
            return;
        }
        $this->said = true;
        $this->closer = null;
        while (ob_get_level() > 0 && ob_end_clean()) {
            continue;
        }
        if (!headers_sent()) {
            header_remove();
            header(self::status_line($status), true, $status);
            header('Content-Type: application/json; charset=utf-8');
            header('Cache-Control: no-store');
        }
        echo $json;
    }

    /**
     * Return the status line; one that a function or PHP set before is not undone by the number alone.
     *
     * @param int $status of HTTP
     * @return string
     */
    private static function status_line(int $status): string {
        return ($_SERVER['SERVER_PROTOCOL'] ?? 'HTTP/1.1') . " {$status} " . (self::REASONS[$status] ?? 'Error');
    }

    /**
     * Answer in place of a request that ended without an answer.
     */
    public function shut_down(): void {
        if ($this->said) {
            return;
        }
        $fatal = self::fatal_error();
        if ($fatal !== '') {
            self::make_room();
        }
        if ($this->closer !== null) {
            $this->answer_cut_short_call($fatal);
            return;
        }
        if (self::is_site_upgrading()) {
            $this->say(400, self::error('site_upgrading', 'This Moodle is being upgraded or is offline for maintenance.'));
            return;
        }
        $message = self::is_redirected()
            ? 'Moodle redirects this address; call the bridge by the scheme and host of its wwwroot.'
            : 'Moodle ended the request before it was answered.';
        $this->say(500, self::error('bridge_internal_error', $message));
    }

    /**
     * Close what was under way and answer with its code.
     *
     * @param string $fatal message of the error that ended the request, or empty
     */
    private function answer_cut_short_call(string $fatal): void {
        if ($fatal === '') {
            $code = 'function_exited';
        } else if (strncmp($fatal, 'Maximum execution time', 22) === 0) {
            $code = 'deadline_exceeded';
        } else {
            $code = 'function_crashed';
        }
        try {
            ($this->closer)($code);
        } catch (\Throwable $error) {
            error_log('local_mcpgate: a call that ended early could not be recorded: ' . $error->getMessage());
        }
        $messages = [
            'function_exited' => 'The function ended the request instead of returning.',
            'deadline_exceeded' => 'The function took longer than it was given.',
            'function_crashed' => 'The function crashed.',
        ];
        $this->say(400, self::error($code, $messages[$code]));
    }

    /**
     * Return the message of the fatal error that ended the request, if one did.
     *
     * @return string
     */
    private static function fatal_error(): string {
        $last = error_get_last();
        $fatal = E_ERROR | E_PARSE | E_CORE_ERROR | E_COMPILE_ERROR | E_USER_ERROR | E_RECOVERABLE_ERROR;
        return $last !== null && ($last['type'] & $fatal) ? $last['message'] : '';
    }

    /**
     * Allow a little more memory and time, so that the audit row can still be finished.
     */
    private static function make_room(): void {
        ini_set('memory_limit', (string) (memory_get_usage(true) + self::SPARE_BYTES));
        set_time_limit(10);
    }

    /**
     * Tell whether an upgrade or offline maintenance is why Moodle did not boot.
     *
     * @return bool
     */
    private static function is_site_upgrading(): bool {
        global $CFG;
        if (!empty($CFG->upgraderunning)) {
            return true;
        }
        return !empty($CFG->dataroot) && file_exists($CFG->dataroot . '/climaintenance.html');
    }

    /**
     * Tell whether Moodle sends the request elsewhere, as it does where it is called by another name.
     *
     * @return bool
     */
    private static function is_redirected(): bool {
        return (bool) preg_grep('/^Location:/i', headers_list());
    }

    /**
     * Encode an error without the rest of the plugin, which may not be loaded.
     *
     * @param string $code
     * @param string $message
     * @return string
     */
    private static function error(string $code, string $message): string {
        $error = ['code' => $code, 'message' => $message, 'detail' => new \stdClass()];
        return (string) json_encode(['ok' => false, 'error' => $error]);
    }
}
