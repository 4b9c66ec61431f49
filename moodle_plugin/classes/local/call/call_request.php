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

use local_mcpgate\local\bridge\body_reader;
use local_mcpgate\local\bridge\bridge_exception;

/**
 * What a sidecar asks when it calls a function for a person.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class call_request {

    /** Longest time a function may be given. */
    private const MAX_DEADLINE_S = 600;

    /** Most of a text about the client that is read; the record keeps less. */
    private const MAX_TEXT_BYTES = 8192;

    /** @var string[] Hashes of the access token, one for each key of the sidecar's ring. */
    private $tokenhashes;

    /** @var int Revision of the connection the sidecar decided on. */
    private $revision;

    /** @var string Name of the function. */
    private $function;

    /** @var array Arguments by name. */
    private $arguments;

    /** @var int Seconds the function may take. */
    private $deadlines;

    /** @var array What the sidecar knows about the call, for the record. */
    private $record;

    /**
     * Read a call.
     *
     * @param array $body of the operation
     * @throws bridge_exception bridge_bad_request
     */
    public function __construct(array $body) {
        $reader = new body_reader($body);
        $this->tokenhashes = $reader->hashes('tokenhashes');
        $this->revision = self::whole_number($body, 'revision', PHP_INT_MAX);
        $this->function = self::text($body, 'function');
        $this->arguments = $reader->structure('arguments');
        $this->deadlines = self::whole_number($body, 'deadline_s', self::MAX_DEADLINE_S);
        $this->record = self::read_record($reader->structure('record'));
    }

    /**
     * Return the hashes of the access token.
     *
     * @return string[]
     */
    public function tokenhashes(): array {
        return $this->tokenhashes;
    }

    /**
     * Return the revision of the connection the sidecar decided on.
     *
     * @return int
     */
    public function revision(): int {
        return $this->revision;
    }

    /**
     * Return the name of the function, as the client wrote it.
     *
     * @return string
     */
    public function function_name(): string {
        return $this->function;
    }

    /**
     * Return the arguments, unchecked.
     *
     * @return array
     */
    public function arguments(): array {
        return $this->arguments;
    }

    /**
     * Return how long the function may take.
     *
     * @return int seconds
     */
    public function deadline_s(): int {
        return $this->deadlines;
    }

    /**
     * Return the address of the client.
     *
     * @return string
     */
    public function clientip(): string {
        return $this->record['clientip'];
    }

    /**
     * Return the id of the record.
     *
     * @return string
     */
    public function recordid(): string {
        return $this->record['recordid'];
    }

    /**
     * Return the columns of the audit row that the sidecar knows.
     *
     * @return array
     */
    public function record(): array {
        return $this->record;
    }

    /**
     * Read what the sidecar knows about the call.
     *
     * @param array $record
     * @return array
     * @throws bridge_exception bridge_bad_request
     */
    private static function read_record(array $record): array {
        $columns = ['recordid' => self::text($record, 'recordid')];
        if (!preg_match('/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/D', $columns['recordid'])) {
            throw body_reader::bad('recordid');
        }
        $columns['clientip'] = (new body_reader($record))->address('clientip');
        if ($columns['clientip'] === null) {
            throw body_reader::bad('clientip');
        }
        foreach (['tool', 'protocol', 'useragent', 'node'] as $name) {
            $columns[$name] = self::text($record, $name);
        }
        return $columns;
    }

    /**
     * Read a text that may hold anything a client sends.
     *
     * @param array $body
     * @param string $name
     * @return string
     * @throws bridge_exception bridge_bad_request
     */
    private static function text(array $body, string $name): string {
        $value = $body[$name] ?? null;
        if (!is_string($value) || strlen($value) > self::MAX_TEXT_BYTES) {
            throw body_reader::bad($name);
        }
        return $value;
    }

    /**
     * Read a positive whole number.
     *
     * @param array $body
     * @param string $name
     * @param int $max
     * @return int
     * @throws bridge_exception bridge_bad_request
     */
    private static function whole_number(array $body, string $name, int $max): int {
        $value = $body[$name] ?? null;
        if (!is_int($value) || $value < 1 || $value > $max) {
            throw body_reader::bad($name);
        }
        return $value;
    }
}
