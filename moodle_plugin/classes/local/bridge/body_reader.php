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
 * Reads the fields of an operation; anything but the expected type and size is bridge_bad_request.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class body_reader {

    /** One candidate hash for each key of a sidecar's ring. */
    private const MAX_HASHES = keyring::MAX_KEYS;

    /** @var array Decoded body. */
    private $body;

    /**
     * Read from a decoded body.
     *
     * @param array $body
     */
    public function __construct(array $body) {
        $this->body = $body;
    }

    /**
     * Return a text without control characters.
     *
     * @param string $name
     * @param int $maxbytes
     * @return string not empty
     */
    public function text(string $name, int $maxbytes): string {
        $value = $this->optional_text($name, $maxbytes);
        if ($value === null || $value === '') {
            throw self::bad($name);
        }
        return $value;
    }

    /**
     * Return a text without control characters, or null.
     *
     * @param string $name
     * @param int $maxbytes
     * @return string|null
     */
    public function optional_text(string $name, int $maxbytes): ?string {
        $value = $this->body[$name] ?? null;
        if ($value !== null && !self::is_plain($value, $maxbytes)) {
            throw self::bad($name);
        }
        return $value;
    }

    /**
     * Return a list of texts.
     *
     * @param string $name
     * @param int $maxcount
     * @param int $maxbytes of each
     * @return string[] not empty
     */
    public function texts(string $name, int $maxcount, int $maxbytes): array {
        $values = $this->optional_texts($name, $maxcount, $maxbytes);
        if (!$values) {
            throw self::bad($name);
        }
        return $values;
    }

    /**
     * Return a list of texts, or null.
     *
     * @param string $name
     * @param int $maxcount
     * @param int $maxbytes of each
     * @return string[]|null
     */
    public function optional_texts(string $name, int $maxcount, int $maxbytes): ?array {
        $values = $this->body[$name] ?? null;
        if ($values === null) {
            return null;
        }
        if (!is_array($values) || count($values) > $maxcount || array_values($values) !== $values) {
            throw self::bad($name);
        }
        foreach ($values as $value) {
            if ($value === '' || !self::is_plain($value, $maxbytes)) {
                throw self::bad($name);
            }
        }
        return $values;
    }

    /**
     * Return a random value of 32 bytes, or a hash, in lower-case hex.
     *
     * @param string $name
     * @return string 64 characters
     */
    public function hash(string $name): string {
        return $this->hex($this->body[$name] ?? null, $name);
    }

    /**
     * Return a hash, or null.
     *
     * @param string $name
     * @return string|null
     */
    public function optional_hash(string $name): ?string {
        return isset($this->body[$name]) ? $this->hash($name) : null;
    }

    /**
     * Return the candidate hashes of one value.
     *
     * @param string $name
     * @return string[] one to four
     */
    public function hashes(string $name): array {
        $values = $this->texts($name, self::MAX_HASHES, 64);
        foreach ($values as $value) {
            $this->hex($value, $name);
        }
        return $values;
    }

    /**
     * Return a whole number that is not negative.
     *
     * @param string $name
     * @return int
     */
    public function number(string $name): int {
        $value = $this->body[$name] ?? null;
        if (!is_int($value) || $value < 0) {
            throw self::bad($name);
        }
        return $value;
    }

    /**
     * Return an IP address, or null where the sidecar knows none.
     *
     * @param string $name
     * @return string|null
     */
    public function address(string $name): ?string {
        $value = $this->optional_text($name, 45);
        if ($value === null || $value === '') {
            return null;
        }
        if (filter_var($value, FILTER_VALIDATE_IP) === false) {
            throw self::bad($name);
        }
        return $value;
    }

    /**
     * Return an object or a list as an array.
     *
     * @param string $name
     * @return array
     */
    public function structure(string $name): array {
        $value = $this->body[$name] ?? null;
        if (!is_array($value)) {
            throw self::bad($name);
        }
        return $value;
    }

    /**
     * Describe a field that is not as the protocol says.
     *
     * @param string $name
     * @return bridge_exception
     */
    public static function bad(string $name): bridge_exception {
        return new bridge_exception('bridge_bad_request', "The field \"{$name}\" is missing or malformed.", ['field' => $name]);
    }

    /**
     * Accept 64 lower-case hex digits only: look-ups must not depend on a database's collation.
     *
     * @param mixed $value
     * @param string $name
     * @return string
     */
    private function hex($value, string $name): string {
        if (!is_string($value) || !preg_match('/^[0-9a-f]{64}$/D', $value)) {
            throw self::bad($name);
        }
        return $value;
    }

    /**
     * Tell whether a value is text of a bounded size without control characters.
     *
     * @param mixed $value
     * @param int $maxbytes
     * @return bool
     */
    private static function is_plain($value, int $maxbytes): bool {
        return is_string($value) && strlen($value) <= $maxbytes && !preg_match('/[\x00-\x1f\x7f]/', $value);
    }
}
