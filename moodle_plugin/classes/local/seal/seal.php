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
 * One signed point of the chain: how many rows there were, and the hash of the last.
 *
 * Retention removes rows from the beginning; the last seal it takes rows from stays as the
 * anchor from which the rest is verified, and a second signature says that this was so.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class seal {

    /** @var \stdClass Row of the table. */
    private $row;

    /**
     * Wrap a row.
     *
     * @param \stdClass $row
     */
    public function __construct(\stdClass $row) {
        $this->row = $row;
    }

    /**
     * Return its id, which its rows have as their sealid.
     *
     * @return int
     */
    public function id(): int {
        return (int) $this->row->id;
    }

    /**
     * Return its place among the seals, from 1.
     *
     * @return int
     */
    public function number(): int {
        return (int) $this->row->sealnumber;
    }

    /**
     * Return how many rows it sealed.
     *
     * @return int
     */
    public function rows(): int {
        return (int) $this->row->sealedrows;
    }

    /**
     * Return how many rows were sealed since the chain began.
     *
     * @return int
     */
    public function chainlength(): int {
        return (int) $this->row->chainlength;
    }

    /**
     * Return the hash of its last row.
     *
     * @return string hex
     */
    public function head(): string {
        return (string) $this->row->head;
    }

    /**
     * Return the hash of the last row of the seal before it.
     *
     * @return string hex
     */
    public function previous_head(): string {
        return (string) $this->row->previoushead;
    }

    /**
     * Return the lowest id of its rows.
     *
     * @return int
     */
    public function first_auditid(): int {
        return (int) $this->row->firstauditid;
    }

    /**
     * Return the highest id of its rows.
     *
     * @return int
     */
    public function last_auditid(): int {
        return (int) $this->row->lastauditid;
    }

    /**
     * Return when it was made.
     *
     * @return int Unix time
     */
    public function time(): int {
        return (int) $this->row->timecreated;
    }

    /**
     * Return when its rows, and all before it, were removed.
     *
     * @return int|null Unix time, null if they are there
     */
    public function time_anchored(): ?int {
        return $this->row->timeanchored === null ? null : (int) $this->row->timeanchored;
    }

    /**
     * Return when it was sent out.
     *
     * @return int|null Unix time
     */
    public function time_announced(): ?int {
        return $this->row->timeannounced === null ? null : (int) $this->row->timeannounced;
    }

    /**
     * Return its signature.
     *
     * @return signature
     */
    public function signature(): signature {
        return new signature((string) $this->row->keyid, (string) $this->row->signature);
    }

    /**
     * Return the signature that makes it the anchor.
     *
     * @return signature
     */
    public function anchor_signature(): signature {
        return new signature((string) $this->row->anchorkeyid, (string) $this->row->anchorsignature);
    }

    /**
     * Return what the signature is over.
     *
     * @param string $site identifier
     * @return string
     */
    public function statement(string $site): string {
        return $this->words('mcpgate-seal', $site, $this->time());
    }

    /**
     * Return what the signature of the anchor is over.
     *
     * @param string $site identifier
     * @return string
     */
    public function anchor_statement(string $site): string {
        return $this->words('mcpgate-anchor', $site, (int) $this->row->timeanchored);
    }

    /**
     * Return what may be told of it anywhere: there is nothing in it about people.
     *
     * @return array number, rows, chainlength, head, timecreated, keyid, signature
     */
    public function facts(): array {
        return [
            'number' => $this->number(),
            'rows' => $this->rows(),
            'chainlength' => $this->chainlength(),
            'head' => $this->head(),
            'timecreated' => $this->time(),
            'keyid' => (string) $this->row->keyid,
            'signature' => (string) $this->row->signature,
        ];
    }

    /**
     * Put a statement together.
     *
     * @param string $label
     * @param string $site
     * @param int $time
     * @return string
     */
    private function words(string $label, string $site, int $time): string {
        return implode("\n", [$label, $site, $this->number(), $this->chainlength(), $this->head(), $time]);
    }
}
