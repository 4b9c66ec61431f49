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

namespace local_mcpgate\local\seal;

/**
 * Keys that seals are verified with: those this site used, or those somebody wrote down elsewhere.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class public_keys {

    /** @var string[] Bytes by the key's id. */
    private $keys;

    /**
     * Hold keys.
     *
     * @param string[] $keys bytes
     */
    public function __construct(array $keys) {
        $ids = array_map([self::class, 'id'], $keys);
        $this->keys = $ids ? array_combine($ids, $keys) : [];
    }

    /**
     * Read keys as they were printed.
     *
     * @param string[] $texts base64
     * @return self
     * @throws \InvalidArgumentException if one is no key
     */
    public static function parse(array $texts): self {
        return new self(array_map(static function (string $text): string {
            $bytes = base64_decode(trim($text), true);
            if ($bytes === false || strlen($bytes) !== 32) {
                throw new \InvalidArgumentException($text);
            }
            return $bytes;
        }, $texts));
    }

    /**
     * Name a key by what it is, so that nobody can give its name to another.
     *
     * @param string $key bytes
     * @return string hex
     */
    public static function id(string $key): string {
        return substr(hash('sha256', $key), 0, 16);
    }

    /**
     * Return the keys as they are printed.
     *
     * @return string[] base64 by the key's id
     */
    public function texts(): array {
        return array_map('base64_encode', $this->keys);
    }

    /**
     * Tell whether a key is among them.
     *
     * @param string $keyid
     * @return bool
     */
    public function has(string $keyid): bool {
        return isset($this->keys[$keyid]);
    }

    /**
     * Verify a signature.
     *
     * @param signature $signature
     * @param string $statement
     * @return bool
     */
    public function verify(signature $signature, string $statement): bool {
        $key = $this->keys[$signature->keyid()] ?? null;
        $bytes = $signature->bytes();
        return $key !== null && strlen($bytes) === SODIUM_CRYPTO_SIGN_BYTES
            && sodium_crypto_sign_verify_detached($bytes, $statement, $key);
    }
}
