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

use local_mcpgate\local\policy\limits;
use local_mcpgate\local\policy\limits_in_force;

/**
 * What one person allowed one client.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class connection {

    /** @var \stdClass Row of local_mcpgate_connection with the columns of its client, and of its token if one was shown. */
    private $row;

    /** @var connection_lifetime */
    private $lifetime;

    /**
     * Wrap a row as connections selects it.
     *
     * @param \stdClass $row
     * @param connection_lifetime $lifetime what the site allows
     */
    public function __construct(\stdClass $row, connection_lifetime $lifetime) {
        $this->row = $row;
        $this->lifetime = $lifetime;
    }

    /**
     * Return the number of the connection.
     *
     * @return int
     */
    public function id(): int {
        return (int) $this->row->id;
    }

    /**
     * Return whose it is.
     *
     * @return int
     */
    public function userid(): int {
        return (int) $this->row->userid;
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
     * Return the OAuth client_id of the client.
     *
     * @return string
     */
    public function client_id(): string {
        return $this->row->oauthclientid;
    }

    /**
     * Return the name of the client, safe to show.
     *
     * @return string may be empty
     */
    public function client_name(): string {
        return display_name::clean($this->row->clientname);
    }

    /**
     * Return how the client became known.
     *
     * @return string client::REGISTERED, DYNAMIC or METADATA
     */
    public function client_kind(): string {
        return $this->row->clientkind;
    }

    /**
     * Return the host that the client is known by.
     *
     * @return string empty unless it is known by a metadata document
     */
    public function client_host(): string {
        return client::host_of($this->client_kind(), $this->client_id());
    }

    /**
     * Return everything the person allowed.
     *
     * @return scope_set
     */
    public function granted(): scope_set {
        return scope_set::stored($this->row->scopes);
    }

    /**
     * Return what the token that was shown is good for; without a token, everything granted.
     *
     * @return string[]
     */
    public function scopes(): array {
        $granted = $this->granted();
        $held = isset($this->row->tokenscopes) ? scope_set::stored($this->row->tokenscopes) : $granted;
        return $held->within($granted)->names();
    }

    /**
     * Return the audience of its tokens.
     *
     * @return string
     */
    public function resource(): string {
        return $this->row->audience;
    }

    /**
     * Return a number that grows with every change of what is allowed.
     *
     * @return int
     */
    public function revision(): int {
        return (int) $this->row->revision;
    }

    /**
     * Return what narrows it.
     *
     * @return limits
     */
    public function limits(): limits {
        return limits::stored($this->row);
    }

    /**
     * Return what is different from an earlier state.
     *
     * @param connection $before
     * @return string[] names of limits, "scopes" and "timeexpires"
     */
    public function changes_since(connection $before): array {
        $changed = $this->limits()->changes_since($before->limits());
        if ($this->granted()->column() !== $before->granted()->column()) {
            $changed[] = 'scopes';
        }
        if ($this->timeexpires() !== $before->timeexpires()) {
            $changed[] = 'timeexpires';
        }
        return $changed;
    }

    /**
     * Return when the person consented.
     *
     * @return int Unix time
     */
    public function timecreated(): int {
        return (int) $this->row->timecreated;
    }

    /**
     * Return when its code was redeemed.
     *
     * @return int|null Unix time, null if it never was
     */
    public function timeactivated(): ?int {
        return self::number($this->row->timeactivated);
    }

    /**
     * Return when it ends by itself.
     *
     * @return int|null Unix time
     */
    public function timeexpires(): ?int {
        return $this->lifetime->end($this->timecreated(), self::number($this->row->timeexpires));
    }

    /**
     * Return the latest time at which the site lets it end.
     *
     * @return int|null Unix time, null for never
     */
    public function latest_end(): ?int {
        return $this->lifetime->end($this->timecreated(), null);
    }

    /**
     * Return when it was last used.
     *
     * @return int|null Unix time
     */
    public function timelastused(): ?int {
        return self::number($this->row->timelastused);
    }

    /**
     * Return when it was revoked.
     *
     * @return int|null Unix time
     */
    public function timerevoked(): ?int {
        return self::number($this->row->timerevoked);
    }

    /**
     * Tell whether it came to its end by itself.
     *
     * @param int $now Unix time
     * @return bool
     */
    public function is_expired(int $now): bool {
        return $this->timeexpires() !== null && $this->timeexpires() <= $now;
    }

    /**
     * Tell whether it ended for good.
     *
     * @param int $now Unix time
     * @return bool
     */
    public function is_over(int $now): bool {
        return $this->timerevoked() !== null || $this->is_expired($now);
    }

    /**
     * Tell whether the token that was shown is too old.
     *
     * @param int $now Unix time
     * @return bool
     */
    public function is_token_expired(int $now): bool {
        return (int) $this->row->tokenexpires <= $now;
    }

    /**
     * Return how it stands.
     *
     * @param int $now Unix time
     * @return string pending, active, expired or revoked
     */
    public function status(int $now): string {
        if ($this->timerevoked() !== null) {
            return 'revoked';
        }
        if ($this->is_expired($now)) {
            return 'expired';
        }
        return $this->timeactivated() === null ? 'pending' : 'active';
    }

    /**
     * Return the connection as the bridge protocol writes it.
     *
     * @return array
     */
    public function to_message(): array {
        return [
            'id' => $this->id(),
            'userid' => $this->userid(),
            'client_id' => $this->client_id(),
            'client_name' => $this->client_name(),
            'scopes' => $this->scopes(),
            'resource' => $this->resource(),
            'revision' => $this->revision(),
            'timeexpires' => $this->timeexpires(),
            'tokenexpires' => self::number($this->row->tokenexpires ?? null),
            'limits' => limits_in_force::of($this->limits())->to_message(),
        ];
    }

    /**
     * Read a column that may be empty.
     *
     * @param string|int|null $value
     * @return int|null
     */
    private static function number($value): ?int {
        return $value === null ? null : (int) $value;
    }
}
