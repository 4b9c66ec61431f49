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
 * Follows the chain and names the first thing that is wrong; nothing is locked, and sealing goes on.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class verifier {

    /** @var int Seals read at once. */
    private const SEALS = 500;

    /** @var int Times to begin again because retention took away what was being verified. */
    private const TRIES = 3;

    /** @var public_keys */
    private $keys;

    /** @var int Number of the last seal that needs no signature. */
    private $unsigned;

    /** @var int Unix time. */
    private $now;

    /** @var seal|null The last seal that was verified. */
    private $last;

    /** @var int[] How many seals, rows and erased rows were verified. */
    private $counts;

    /** @var seal_check */
    private $sealcheck;

    /** @var bool Whether the walk came to the newest seal. */
    private $reachedend;

    /**
     * Set up the verifier.
     *
     * @param public_keys $keys
     * @param int $unsigned number of the last seal that needs no signature
     * @param int $now Unix time
     */
    public function __construct(public_keys $keys, int $unsigned, int $now) {
        $this->keys = $keys;
        $this->unsigned = $unsigned;
        $this->now = $now;
    }

    /**
     * Check the signatures of the seal with which the chain begins.
     *
     * @throws fault
     */
    public function check_beginning(): void {
        $oldest = seals::oldest();
        if ($oldest !== null) {
            (new seal_check($this->keys, $this->unsigned, get_site_identifier()))->begin($oldest);
        }
    }

    /**
     * Set it up with the keys that this site keeps itself.
     *
     * @return self
     */
    public static function of_site(): self {
        $keys = signing_keys::load();
        if ($keys === null) {
            return new self(new public_keys([]), signing_keys::are_there() ? 0 : PHP_INT_MAX, time());
        }
        return new self($keys->public_keys(), $keys->unsigned(), time());
    }

    /**
     * Verify all of the record, or a part.
     *
     * @param int $after number of the seal to go on from, 0 for the beginning; likewise if it is no longer there
     * @param int $maxrows stop at the end of a seal when so many rows were verified
     * @return verdict
     */
    public function verify(int $after = 0, int $maxrows = PHP_INT_MAX): verdict {
        for ($try = 1;; $try++) {
            $oldest = self::oldest_number();
            $fault = $this->follow($oldest > $after ? 0 : $after, $maxrows);
            if ($fault === null || $oldest === self::oldest_number() || $try === self::TRIES) {
                $counts = $this->counts + ['signed' => $this->sealcheck->is_signed()];
                return new verdict($counts, $fault, $this->last, $this->reachedend);
            }
        }
    }

    /**
     * Verify the newest part.
     *
     * @param int $rows how many rows, at least
     * @return verdict
     */
    public function verify_newest(int $rows): verdict {
        $newest = seals::newest();
        $before = $newest === null ? null : seals::newest_up_to($newest->chainlength() - $rows);
        return $this->verify($before === null ? 0 : $before->number());
    }

    /**
     * Return where the seals begin; retention moves that.
     *
     * @return int number of a seal, 0 if there is none
     */
    private static function oldest_number(): int {
        $oldest = seals::oldest();
        return $oldest === null ? 0 : $oldest->number();
    }

    /**
     * Follow the chain.
     *
     * @param int $after
     * @param int $maxrows
     * @return fault|null
     */
    private function follow(int $after, int $maxrows): ?fault {
        $this->counts = ['seals' => 0, 'rows' => 0, 'erased' => 0];
        $this->sealcheck = new seal_check($this->keys, $this->unsigned, get_site_identifier());
        $this->reachedend = false;
        try {
            $newest = seals::newest();
            $this->last = $this->begin($after);
            $removed = $this->last === null ? 0 : $this->last->chainlength();
            $rows = new chain_rows($removed + 1, $newest === null ? 0 : $newest->chainlength());
            while ($this->counts['rows'] < $maxrows && $this->walk($rows, $newest, $maxrows)) {
                continue;
            }
            $this->reachedend = $newest === null || ($this->last !== null && $this->last->number() >= $newest->number());
            if ($this->reachedend) {
                stray_rows::check($this->last, $this->now);
            }
            return null;
        } catch (fault $fault) {
            return $fault;
        }
    }

    /**
     * Find where the chain begins, or is gone on with.
     *
     * @param int $after
     * @return seal|null null for the very beginning
     * @throws fault
     */
    private function begin(int $after): ?seal {
        $seal = $after === 0 ? seals::oldest() : seals::find($after);
        if ($seal === null && $after !== 0) {
            throw fault::seal(fault::MISSING, $after);
        }
        if ($seal === null || ($after === 0 && $seal->time_anchored() === null)) {
            return null;
        }
        $this->sealcheck->begin($seal);
        return $seal;
    }

    /**
     * Verify some seals and their rows.
     *
     * @param chain_rows $rows
     * @param seal|null $newest where to stop
     * @param int $maxrows
     * @return bool whether there may be more
     * @throws fault
     */
    private function walk(chain_rows $rows, ?seal $newest, int $maxrows): bool {
        $seals = seals::after($this->last === null ? 0 : $this->last->number(), self::SEALS);
        foreach ($seals as $seal) {
            if ($seal->number() > $newest->number() || $this->counts['rows'] >= $maxrows) {
                return false;
            }
            $this->sealcheck->next($seal, $this->last);
            $this->counts['erased'] += (new row_check($seal, $rows))->run();
            $this->counts['rows'] += $seal->rows();
            $this->counts['seals']++;
            $this->last = $seal;
        }
        return count($seals) === self::SEALS;
    }
}
