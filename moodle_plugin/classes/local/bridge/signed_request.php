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
 * A request as it came in: its body and the headers that sign it.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class signed_request {

    /** Longest body the bridge reads. */
    public const MAX_BODY_BYTES = 1048576;

    /** How deep the JSON of a body may nest. */
    private const MAX_DEPTH = 64;

    /** @var string Body as sent. */
    private $body;

    /** @var string Unix time in seconds, as sent. */
    private $timestamp;

    /** @var string Random hex digits, as sent. */
    private $nonce;

    /** @var string Signature, as sent. */
    private $signature;

    /**
     * Hold a request; nothing of it is trusted yet.
     *
     * @param string $body
     * @param string $timestamp
     * @param string $nonce
     * @param string $signature
     */
    public function __construct(string $body, string $timestamp, string $nonce, string $signature) {
        $this->body = $body;
        $this->timestamp = $timestamp;
        $this->nonce = $nonce;
        $this->signature = $signature;
    }

    /**
     * Read the request PHP is serving.
     *
     * @return self
     * @throws bridge_exception bridge_bad_request if it is no POST or too long
     */
    public static function from_globals(): self {
        if (($_SERVER['REQUEST_METHOD'] ?? '') !== 'POST') {
            throw new bridge_exception('bridge_bad_request', 'The bridge answers POST only.');
        }
        $body = (string) file_get_contents('php://input', false, null, 0, self::MAX_BODY_BYTES + 1);
        if (strlen($body) > self::MAX_BODY_BYTES) {
            throw new bridge_exception('bridge_bad_request', 'The body is too long.', ['max_bytes' => self::MAX_BODY_BYTES]);
        }
        return new self(
            $body,
            (string) ($_SERVER['HTTP_X_MCPGATE_TIMESTAMP'] ?? ''),
            (string) ($_SERVER['HTTP_X_MCPGATE_NONCE'] ?? ''),
            (string) ($_SERVER['HTTP_X_MCPGATE_SIGNATURE'] ?? '')
        );
    }

    /**
     * Return the body as sent.
     *
     * @return string
     */
    public function body(): string {
        return $this->body;
    }

    /**
     * Return the timestamp as sent.
     *
     * @return string
     */
    public function timestamp(): string {
        return $this->timestamp;
    }

    /**
     * Return the nonce as sent.
     *
     * @return string
     */
    public function nonce(): string {
        return $this->nonce;
    }

    /**
     * Return the signature as sent.
     *
     * @return string
     */
    public function signature(): string {
        return $this->signature;
    }

    /**
     * Decode the body; JSON objects become arrays.
     *
     * @return array
     * @throws bridge_exception bridge_bad_request if it is no JSON object
     */
    public function decoded(): array {
        $decoded = json_decode($this->body, true, self::MAX_DEPTH, JSON_BIGINT_AS_STRING);
        if (!is_array($decoded)) {
            throw new bridge_exception('bridge_bad_request', 'The body is not a JSON object.');
        }
        return $decoded;
    }
}
