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
 * Holds seals against the one before and against the keys.
 *
 * Seals that were made before a site could sign have no signature. Those that are signed vouch for
 * them, because their heads follow from theirs.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class seal_check {

    /** @var public_keys */
    private $keys;

    /** @var string Identifier of the site. */
    private $site;

    /** @var int Number of the last seal that needs no signature. */
    private $unsigned;

    /** @var bool Whether the last seal that was checked is signed. */
    private $signed = false;

    /**
     * Set up the check.
     *
     * @param public_keys $keys
     * @param int $unsigned number of the last seal that needs no signature
     * @param string $site
     */
    public function __construct(public_keys $keys, int $unsigned, string $site) {
        $this->keys = $keys;
        $this->unsigned = $unsigned;
        $this->site = $site;
    }

    /**
     * Check what the chain begins with.
     *
     * @param seal $seal
     * @throws fault
     */
    public function begin(seal $seal): void {
        $this->verify($seal->number(), $seal->signature(), $seal->statement($this->site));
        if ($seal->time_anchored() !== null) {
            $this->verify($seal->number(), $seal->anchor_signature(), $seal->anchor_statement($this->site));
        }
    }

    /**
     * Check a seal that comes after another one, or is the first of all.
     *
     * @param seal $seal
     * @param seal|null $before
     * @throws fault
     */
    public function next(seal $seal, ?seal $before): void {
        $number = $before === null ? 1 : $before->number() + 1;
        if ($seal->number() !== $number) {
            throw fault::seal(fault::MISSING, $number);
        }
        $this->verify($number, $seal->signature(), $seal->statement($this->site));
        $length = $before === null ? 0 : $before->chainlength();
        $head = $before === null ? canonical_row::GENESIS : $before->head();
        $isnext = $seal->chainlength() === $length + $seal->rows() && $seal->previous_head() === $head;
        if (!$isnext || $seal->rows() < 1 || $seal->time_anchored() !== null) {
            throw fault::seal(fault::CHANGED, $number);
        }
    }

    /**
     * Tell whether signatures vouch for what was checked.
     *
     * @return bool
     */
    public function is_signed(): bool {
        return $this->signed && signing_keys::are_possible();
    }

    /**
     * Verify a signature, where there has to be one.
     *
     * @param int $number of the seal
     * @param signature $signature
     * @param string $statement
     * @throws fault
     */
    private function verify(int $number, signature $signature, string $statement): void {
        $this->signed = $signature->exists();
        $isgood = $this->signed
            ? !signing_keys::are_possible() || $this->keys->verify($signature, $statement)
            : $number <= $this->unsigned;
        if (!$isgood) {
            throw fault::seal(fault::SIGNATURE, $number);
        }
    }
}
