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
 * The pair of keys that signs, and the public half of every pair before it.
 *
 * All of it rests encrypted under the site's own key, which is a file outside the database: whoever
 * can write to the database alone can neither read the secret half nor slip in a public one.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class signing_keys {

    /** @var string Name of the setting that holds them. */
    private const SETTING = 'sealkeys';

    /** @var string Bytes of the secret half. */
    private $secret;

    /** @var string[] Bytes of the public halves, that of the pair in use first. */
    private $public;

    /** @var int Number of the last seal that was made before there were keys. */
    private $unsigned;

    /**
     * Hold keys.
     *
     * @param string $secret
     * @param string[] $public
     * @param int $unsigned
     */
    private function __construct(string $secret, array $public, int $unsigned) {
        $this->secret = $secret;
        $this->public = $public;
        $this->unsigned = $unsigned;
    }

    /**
     * Tell whether this server can sign and verify at all.
     *
     * @return bool
     */
    public static function are_possible(): bool {
        return extension_loaded('sodium');
    }

    /**
     * Tell whether keys were made here once, readable or not: from then on nothing is sealed without them.
     *
     * @return bool
     */
    public static function are_there(): bool {
        return (string) get_config('local_mcpgate', self::SETTING) !== '';
    }

    /**
     * Read the keys.
     *
     * @return self|null null if there are none, or none that the site's own key opens
     */
    public static function load(): ?self {
        try {
            $stored = json_decode(\core\encryption::decrypt((string) get_config('local_mcpgate', self::SETTING)));
        } catch (\moodle_exception $unreadable) {
            return null;
        }
        if (!isset($stored->secret, $stored->public, $stored->unsigned)) {
            return null;
        }
        return new self(base64_decode($stored->secret), array_map('base64_decode', $stored->public), $stored->unsigned);
    }

    /**
     * Read the keys, and make some if there never were any; keys that do not open are left as they are.
     *
     * @return self|null null if nothing can be signed now
     */
    public static function ready(): ?self {
        if (!self::are_possible()) {
            return null;
        }
        return self::are_there() ? self::load() : self::rotate();
    }

    /**
     * Sign with a new pair from now on; what the old ones signed stays good.
     *
     * @return self
     */
    public static function rotate(): self {
        $old = self::load();
        $pair = sodium_crypto_sign_keypair();
        $public = array_merge([sodium_crypto_sign_publickey($pair)], $old === null ? [] : $old->public);
        $unsigned = $old === null ? self::seals_before_keys() : $old->unsigned;
        return (new self(sodium_crypto_sign_secretkey($pair), $public, $unsigned))->store();
    }

    /**
     * Sign a statement.
     *
     * @param string $statement
     * @return signature
     */
    public function sign(string $statement): signature {
        $bytes = sodium_crypto_sign_detached($statement, $this->secret);
        return new signature(public_keys::id($this->public[0]), base64_encode($bytes));
    }

    /**
     * Return what verifies everything that was ever signed here.
     *
     * @return public_keys
     */
    public function public_keys(): public_keys {
        return new public_keys($this->public);
    }

    /**
     * Return up to which seal there may be none of these keys' signatures.
     *
     * @return int number of a seal
     */
    public function unsigned(): int {
        return $this->unsigned;
    }

    /**
     * Hide the secret half where the object is printed.
     *
     * @return array
     */
    public function __debugInfo(): array {
        return ['public' => array_map('base64_encode', $this->public)];
    }

    /**
     * Keep these keys.
     *
     * @return self
     */
    private function store(): self {
        $text = json_encode([
            'secret' => base64_encode($this->secret),
            'public' => array_map('base64_encode', $this->public),
            'unsigned' => $this->unsigned,
        ]);
        set_config(self::SETTING, \core\encryption::encrypt($text), 'local_mcpgate');
        return $this;
    }

    /**
     * Count the seals that were made while this server could not sign.
     *
     * @return int 0 if it could, and its keys are lost
     */
    private static function seals_before_keys(): int {
        $newest = self::are_there() ? null : seals::newest();
        return $newest === null ? 0 : $newest->number();
    }
}
