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

    /**
     * Hold a head.
     *
     * @param int $number of its seal
     * @param string $head hex
     */
    private function __construct(int $number, string $head) {
        $this->number = $number;
        $this->head = $head;
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
        return new self((int) $parts[1], $parts[2]);
    }

    /**
     * Take a head as a sidecar sends it.
     *
     * @param int $number of its seal
     * @param string $head 64 hex digits
     * @return self
     */
    public static function of(int $number, string $head): self {
        return new self($number, $head);
    }

    /**
     * Check that the chain still leads through it.
     *
     * @return bool false if it leads to where the rows were removed since, so that nobody can tell
     * @throws fault
     */
    public function check(): bool {
        $oldest = seals::oldest();
        if ($oldest !== null && $oldest->time_anchored() !== null && $this->number < $oldest->number()) {
            return false;
        }
        $seal = seals::find($this->number);
        if ($seal === null || !hash_equals($seal->head(), $this->head)) {
            throw fault::seal(fault::ROLLED_BACK, $this->number);
        }
        return true;
    }
}
