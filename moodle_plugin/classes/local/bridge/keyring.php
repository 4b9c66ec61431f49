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
 * The keys shared with the sidecars: one ring signs the bridge, one hashes tokens.
 *
 * The first key of a ring makes new signatures or hashes, all of them are
 * accepted, so a ring turns without a gap. Rings rest encrypted in the settings.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class keyring {

    /** Signs and verifies requests of the bridge. */
    public const BRIDGE = 'bridgekeys';

    /** Hashes codes and tokens; only sidecars use it. */
    public const TOKENS = 'tokenkeys';

    /** A sidecar sends one candidate hash for each key, and at most this many. */
    public const MAX_KEYS = 4;

    /** @var int Bytes of a key. */
    private const KEY_BYTES = 32;

    /** @var string How the id of a key begins that is accepted and not used yet. */
    private const ANNOUNCED = 'next-';

    /** @var string Name of the setting that holds this ring. */
    private $setting;

    /** @var string[] Keys as "id:base64url", first signs. */
    private $entries;

    /**
     * Hold a ring.
     *
     * @param string $setting BRIDGE or TOKENS
     * @param string[] $entries keys as "id:base64url"
     */
    private function __construct(string $setting, array $entries) {
        $this->setting = $setting;
        $this->entries = $entries;
    }

    /**
     * Read the ring of the bridge.
     *
     * @return self
     */
    public static function current(): self {
        return self::load(self::BRIDGE);
    }

    /**
     * Read a ring.
     *
     * @param string $setting BRIDGE or TOKENS
     * @return self
     * @throws \moodle_exception if the ring is missing or the site's own key does not open it
     */
    public static function load(string $setting): self {
        try {
            $entries = json_decode(\core\encryption::decrypt((string) get_config('local_mcpgate', $setting)));
        } catch (\moodle_exception $unreadable) {
            $entries = null;
        }
        if (!is_array($entries) || !$entries) {
            throw new \moodle_exception('keysmissing', 'local_mcpgate');
        }
        return new self($setting, $entries);
    }

    /**
     * Replace a ring by one of a single new key; whatever the old keys made is void.
     *
     * @param string $setting BRIDGE or TOKENS
     * @return self
     */
    public static function renew(string $setting): self {
        return (new self($setting, [self::new_entry()]))->store();
    }

    /**
     * Make the rings that are not there yet.
     */
    public static function make_missing(): void {
        foreach ([self::BRIDGE, self::TOKENS] as $setting) {
            if (!get_config('local_mcpgate', $setting)) {
                self::renew($setting);
            }
        }
    }

    /**
     * Add a key that is accepted and not used before the ring rotates; beyond MAX_KEYS the oldest falls off.
     *
     * A sidecar that has it already understands what another one makes with it, while the two are restarted in turn.
     *
     * @return self
     */
    public function announce(): self {
        $entries = array_slice($this->in_use(), 0, self::MAX_KEYS - 1);
        return (new self($this->setting, array_merge($entries, [self::ANNOUNCED . self::new_entry()])))->store();
    }

    /**
     * Put the announced key, or else a new one, in front; beyond MAX_KEYS the oldest falls off.
     *
     * @return self
     */
    public function rotate(): self {
        $announced = $this->announced();
        $first = $announced ? substr($announced[0], strlen(self::ANNOUNCED)) : self::new_entry();
        return (new self($this->setting, array_slice(array_merge([$first], $this->in_use()), 0, self::MAX_KEYS)))->store();
    }

    /**
     * Keep only the first key, and the one that is announced.
     *
     * @return self
     */
    public function drop_old(): self {
        return (new self($this->setting, array_merge([$this->entries[0]], $this->announced())))->store();
    }

    /**
     * Return the keys as they travel to a sidecar, "id:base64url".
     *
     * @return string[]
     */
    public function entries(): array {
        return $this->entries;
    }

    /**
     * Return the bytes of every key that may have signed, the signing one first.
     *
     * @return string[]
     */
    public function verification_keys(): array {
        return array_map(static function (string $entry): string {
            return (string) base64_decode(strtr(explode(':', $entry, 2)[1], '-_', '+/'), true);
        }, $this->entries);
    }

    /**
     * Hash what must not be kept as it is: a secret of a client.
     *
     * @param string $value
     * @return string hex of HMAC-SHA256 under the first key, as the sidecar makes them
     */
    public function hash(string $value): string {
        return hash_hmac('sha256', $value, $this->verification_keys()[0]);
    }

    /**
     * Return the key that is announced, if one is.
     *
     * @return string[]
     */
    private function announced(): array {
        return array_values(preg_grep('/^' . self::ANNOUNCED . '/', $this->entries));
    }

    /**
     * Return the other keys, the signing one first.
     *
     * @return string[]
     */
    private function in_use(): array {
        return array_values(array_diff($this->entries, $this->announced()));
    }

    /**
     * Keep this ring.
     *
     * @return self
     */
    private function store(): self {
        set_config($this->setting, \core\encryption::encrypt(json_encode($this->entries)), 'local_mcpgate');
        return $this;
    }

    /**
     * Make a key.
     *
     * @return string "id:base64url"
     */
    private static function new_entry(): string {
        $key = rtrim(strtr(base64_encode(random_bytes(self::KEY_BYTES)), '+/', '-_'), '=');
        return bin2hex(random_bytes(4)) . ':' . $key;
    }
}
