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
 * An end of the chain that somebody wrote down outside this site.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class known_head {

    /** @var int */
    private $number;

    /** @var string Hex. */
    private $head;

    /** @var string Which key signed it; empty if that was not written down, or nothing signed it. */
    private $keyid;

    /**
     * Hold a head.
     *
     * @param int $number of its seal
     * @param string $head hex
     * @param string $keyid
     */
    private function __construct(int $number, string $head, string $keyid) {
        $this->number = $number;
        $this->head = $head;
        $this->keyid = $keyid;
    }

    /**
     * Read a head as it is written at a shell.
     *
     * @param string $text NUMBER:HEX
     * @return self
     * @throws \InvalidArgumentException
     */
    public static function parse(string $text): self {
        if (!preg_match('/^([1-9][0-9]{0,9}):([0-9a-f]{64})$/D', $text, $parts)) {
            throw new \InvalidArgumentException($text);
        }
        return new self((int) $parts[1], $parts[2], '');
    }

    /**
     * Take a head as a sidecar sends it.
     *
     * @param int $number of its seal
     * @param string $head 64 hex digits
     * @param string $keyid which key signed it
     * @return self
     */
    public static function of(int $number, string $head, string $keyid): self {
        return new self($number, $head, $keyid);
    }

    /**
     * Check that the chain still leads through it, and that it is signed as it was.
     *
     * @return bool false if it leads to where the rows were removed since, so that nobody can tell
     * @throws fault
     */
    public function check(): bool {
        $keys = $this->keys();
        if ($keys !== null && !$keys->has($this->keyid)) {
            throw fault::seal(fault::SIGNATURE, $this->number);
        }
        $oldest = seals::oldest();
        if ($oldest !== null && $oldest->time_anchored() !== null && $this->number < $oldest->number()) {
            return false;
        }
        $seal = seals::find($this->number);
        if ($seal === null || !hash_equals($seal->head(), $this->head)) {
            throw fault::seal(fault::ROLLED_BACK, $this->number);
        }
        if ($keys !== null && !$keys->verify($seal->signature(), $seal->statement(get_site_identifier()))) {
            throw fault::seal(fault::SIGNATURE, $this->number);
        }
        return true;
    }

    /**
     * Return the keys of the site, among which has to be the one that signed.
     *
     * @return public_keys|null null if none is asked for, or they cannot be used now, which the status page says
     */
    private function keys(): ?public_keys {
        if ($this->keyid === '' || !signing_keys::are_possible()) {
            return null;
        }
        $keys = signing_keys::load();
        if ($keys !== null) {
            return $keys->public_keys();
        }
        return signing_keys::are_there() ? null : new public_keys([]);
    }
}
