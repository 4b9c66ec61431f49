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

namespace local_mcpgate\local\oauth;

/**
 * A token as stored: only its keyed hash is known.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class token {

    /** Opens the MCP endpoint for some minutes. */
    public const ACCESS = 'access';

    /** Buys a new pair, once. */
    public const REFRESH = 'refresh';

    /** @var \stdClass Row of local_mcpgate_token. */
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
     * Return the number of the row.
     *
     * @return int
     */
    public function id(): int {
        return (int) $this->row->id;
    }

    /**
     * Return what it is for.
     *
     * @return string ACCESS or REFRESH
     */
    public function kind(): string {
        return $this->row->kind;
    }

    /**
     * Return the connection it belongs to.
     *
     * @return int
     */
    public function connectionid(): int {
        return (int) $this->row->connectionid;
    }

    /**
     * Return the keyed hash.
     *
     * @return string
     */
    public function hash(): string {
        return $this->row->tokenhash;
    }

    /**
     * Return what it is good for.
     *
     * @return scope_set
     */
    public function scopes(): scope_set {
        return scope_set::stored($this->row->scopes);
    }

    /**
     * Return how many refreshes came before it.
     *
     * @return int
     */
    public function generation(): int {
        return (int) $this->row->generation;
    }

    /**
     * Return when it was issued.
     *
     * @return int Unix time
     */
    public function timecreated(): int {
        return (int) $this->row->timecreated;
    }

    /**
     * Return when it ends.
     *
     * @return int Unix time
     */
    public function timeexpires(): int {
        return (int) $this->row->timeexpires;
    }

    /**
     * Tell whether it is too old, or a refresh token that was used.
     *
     * @param int $now Unix time
     * @return bool
     */
    public function is_over(int $now): bool {
        return $this->timeexpires() <= $now || $this->row->timesuperseded !== null;
    }
}
