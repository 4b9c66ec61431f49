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

namespace local_mcpgate\bridge;

use PHPUnit\Framework\TestCase;

/**
 * However a request ends, it was answered in JSON, once.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class last_word_test extends TestCase {

    /**
     * Run a request of its own and return what it printed.
     *
     * @param string $code PHP that runs with the last word armed
     * @return array decoded answer, and the whole output
     */
    private static function request(string $code): array {
        $file = var_export(realpath(__DIR__ . '/../../../moodle_plugin/classes/local/bridge/last_word.php'), true);
        $script = "require {$file}; \$word = \\local_mcpgate\\local\\bridge\\last_word::arm(); {$code}";
        $command = [PHP_BINARY, '-d', 'display_errors=0', '-d', 'memory_limit=64M', '-r', $script];
        $process = proc_open($command, [1 => ['pipe', 'w'], 2 => ['pipe', 'w']], $pipes);
        $output = stream_get_contents($pipes[1]);
        array_map('fclose', $pipes);
        proc_close($process);
        return [json_decode($output, true), $output];
    }

    /**
     * A redirect, or a die() somewhere, is not an answer.
     */
    public function test_a_stray_exit_is_answered_as_an_error(): void {
        [$answer] = self::request('echo "<html>"; exit;');
        $this->assertFalse($answer['ok']);
        $this->assertSame('bridge_internal_error', $answer['error']['code']);
    }

    /**
     * Ways for a function to end the request, and the code each has.
     *
     * @return array
     */
    public static function endings(): array {
        return [
            'exit' => ['exit;', 'function_exited'],
            'error nobody catches' => ['undefined_function();', 'function_crashed'],
            'out of memory' => ['$all = ""; while (true) { $all .= str_repeat("x", 1000000); }', 'function_crashed'],
            'out of time' => ['set_time_limit(1); while (true) { $n = 1; }', 'deadline_exceeded'],
        ];
    }

    /**
     * The books are closed with the code that is answered.
     *
     * @dataProvider endings
     * @param string $ending
     * @param string $code
     */
    public function test_a_call_that_ends_early_is_recorded_and_answered(string $ending, string $code): void {
        $record = tempnam(sys_get_temp_dir(), 'mcpgate');
        $closer = '$word->when_cut_short(function ($code) { file_put_contents(' . var_export($record, true) . ', $code); });';
        [$answer] = self::request("{$closer} echo 'noise'; {$ending}");
        $this->assertSame($code, $answer['error']['code']);
        $this->assertSame($code, file_get_contents($record));
        unlink($record);
    }

    /**
     * A record that cannot be written does not silence the answer.
     */
    public function test_a_closer_that_fails_still_leaves_an_answer(): void {
        [$answer] = self::request('$word->when_cut_short(function () { throw new Exception("no"); }); exit;');
        $this->assertSame('function_exited', $answer['error']['code']);
    }

    /**
     * Whatever comes later is not heard.
     */
    public function test_only_the_first_answer_counts(): void {
        $said = '$word->when_cut_short(function () { echo "closed"; });'
            . ' ob_start(); echo "noise"; $word->say(200, "{\"ok\":true}"); $word->say(500, "{}"); exit;';
        $this->assertSame('{"ok":true}', self::request($said)[1]);
    }
}
