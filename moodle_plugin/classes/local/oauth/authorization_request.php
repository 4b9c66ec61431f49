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
 * What a client asked for, on its way through consent.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class authorization_request {

    /** Nobody decided yet. */
    public const PENDING = 'pending';

    /** The person allowed it. */
    public const APPROVED = 'approved';

    /** The person refused it. */
    public const DENIED = 'denied';

    /** @var \stdClass Row of local_mcpgate_request. */
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
     * Return the name that travels in addresses.
     *
     * @return string 64 hex digits
     */
    public function requestid(): string {
        return $this->row->requestid;
    }

    /**
     * Return the number of the client's row.
     *
     * @return int
     */
    public function clientid(): int {
        return (int) $this->row->clientid;
    }

    /**
     * Return where the client wants the browser sent.
     *
     * @return redirect_uri
     */
    public function redirect_uri(): redirect_uri {
        return redirect_uri::parse($this->row->redirecturi);
    }

    /**
     * Return the S256 challenge.
     *
     * @return string
     */
    public function code_challenge(): string {
        return $this->row->codechallenge;
    }

    /**
     * Return what the client asked for.
     *
     * @return scope_set
     */
    public function scopes(): scope_set {
        return scope_set::stored($this->row->scopes);
    }

    /**
     * Return the audience of the tokens.
     *
     * @return string
     */
    public function resource(): string {
        return $this->row->audience;
    }

    /**
     * Return the client's own state.
     *
     * @return string|null
     */
    public function state(): ?string {
        return $this->row->state;
    }

    /**
     * Return what became of it.
     *
     * @return string PENDING, APPROVED or DENIED
     */
    public function status(): string {
        return $this->row->status;
    }

    /**
     * Return the connection made at consent.
     *
     * @return int|null
     */
    public function connectionid(): ?int {
        return $this->row->connectionid === null ? null : (int) $this->row->connectionid;
    }

    /**
     * Tell whether the client still is what it was when it asked.
     *
     * @param client $client whose request it is
     * @return bool
     */
    public function is_of_unchanged(client $client): bool {
        return hash_equals((string) $this->row->metadatahash, $client->fingerprint());
    }

    /**
     * Tell whether nobody came in time.
     *
     * @param int $now Unix time
     * @return bool
     */
    public function is_expired(int $now): bool {
        return (int) $this->row->timeexpires <= $now;
    }

    /**
     * Tell whether the code is too old.
     *
     * @param int $now Unix time
     * @return bool
     */
    public function is_code_expired(int $now): bool {
        return (int) $this->row->timecodeexpires <= $now;
    }

    /**
     * Tell whether a ticket is the one made at the decision.
     *
     * @param string $ticket
     * @return bool
     */
    public function is_ticket(string $ticket): bool {
        return $this->row->tickethash !== null && hash_equals($this->row->tickethash, hash('sha256', $ticket));
    }

    /**
     * Tell whether a browser is the one that began.
     *
     * @param string[] $browserhashes candidates
     * @return bool
     */
    public function is_browser(array $browserhashes): bool {
        foreach ($browserhashes as $candidate) {
            if (hash_equals($this->row->browserhash, $candidate)) {
                return true;
            }
        }
        return false;
    }
}
