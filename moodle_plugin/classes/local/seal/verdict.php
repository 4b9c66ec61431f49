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
 * What a verification found.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class verdict {

    /** @var array */
    private $facts;

    /** @var fault|null */
    private $fault;

    /** @var seal|null */
    private $last;

    /** @var bool */
    private $reachedend;

    /**
     * Hold what was found.
     *
     * @param array $counts seals, rows, erased: how many were verified; signed: whether signatures vouch for them
     * @param fault|null $fault the first thing that is wrong
     * @param seal|null $last the last seal that was verified
     * @param bool $reachedend whether it was the last of all
     */
    public function __construct(array $counts, ?fault $fault, ?seal $last, bool $reachedend) {
        $this->facts = $counts;
        $this->fault = $fault;
        $this->last = $last;
        $this->reachedend = $reachedend;
    }

    /**
     * Return the first thing that is wrong.
     *
     * @return fault|null
     */
    public function fault(): ?fault {
        return $this->fault;
    }

    /**
     * Tell whether signatures vouch for what was verified.
     *
     * @return bool
     */
    public function is_signed(): bool {
        return $this->facts['signed'];
    }

    /**
     * Return from where to go on.
     *
     * @return int number of a seal; 0 to begin again
     */
    public function next(): int {
        return $this->reachedend || $this->last === null ? 0 : $this->last->number();
    }

    /**
     * Return all of it.
     *
     * @return array whole, seals, rows, erased, signed, head, fault
     */
    public function facts(): array {
        return ['whole' => $this->fault === null] + $this->facts + [
            'head' => $this->last === null ? null : $this->last->facts(),
            'fault' => $this->fault === null ? null : $this->fault->facts(),
        ];
    }

    /**
     * Return the same with something wrong that others found.
     *
     * @param fault $fault
     * @return self
     */
    public function spoilt_by(fault $fault): self {
        return new self($this->facts, $fault, $this->last, $this->reachedend);
    }
}
