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
 * An AI client as this site knows it.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class client {

    /** Entered by an admin. */
    public const REGISTERED = 'registered';

    /** Registered itself (RFC 7591); nobody vouches for its name. */
    public const DYNAMIC = 'dynamic';

    /** Known by the metadata document at its client_id, so its host is proven. */
    public const METADATA = 'metadata';

    /** @var \stdClass Row of local_mcpgate_client. */
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
     * Return the OAuth client_id.
     *
     * @return string
     */
    public function client_id(): string {
        return $this->row->clientid;
    }

    /**
     * Return how the client became known.
     *
     * @return string REGISTERED, DYNAMIC or METADATA
     */
    public function kind(): string {
        return $this->row->kind;
    }

    /**
     * Return the name, safe to show.
     *
     * @return string may be empty
     */
    public function name(): string {
        return display_name::clean($this->row->name);
    }

    /**
     * Tell whether more than the client's own word says who it is.
     *
     * @return bool
     */
    public function is_verified(): bool {
        return $this->kind() !== self::DYNAMIC;
    }

    /**
     * Return what a person is asked about: the name if somebody vouches for it or nobody for anything, else the proven host.
     *
     * A metadata document proves its host. The name in it is what the host likes to be called.
     *
     * @return string may be empty
     */
    public function title(): string {
        return $this->is_named_by_its_host() ? $this->host() : $this->name();
    }

    /**
     * Tell whether the name is only the word of a host that is known itself.
     *
     * @return bool
     */
    public function is_named_by_its_host(): bool {
        return $this->kind() === self::METADATA && !$this->is_pinned();
    }

    /**
     * Return the host that the client_id names.
     *
     * @return string empty unless the client is known by a metadata document
     */
    public function host(): string {
        return self::host_of($this->kind(), $this->client_id());
    }

    /**
     * Return the host that a client_id names.
     *
     * @param string $kind of the client
     * @param string $clientid
     * @return string empty unless the client is known by a metadata document
     */
    public static function host_of(string $kind, string $clientid): string {
        $host = $kind === self::METADATA ? parse_url($clientid, PHP_URL_HOST) : '';
        return is_string($host) ? strtolower($host) : '';
    }

    /**
     * Tell whether an admin entered the document that the client is known by.
     *
     * @return bool
     */
    public function is_pinned(): bool {
        return !empty($this->row->pinned);
    }

    /**
     * Tell whether the client proves itself with a secret.
     *
     * @return bool
     */
    public function uses_secret(): bool {
        return strpos($this->row->authmethod, 'client_secret_') === 0;
    }

    /**
     * Tell whether anybody ever connected it.
     *
     * @return bool
     */
    public function was_used(): bool {
        return $this->row->timelastused !== null;
    }

    /**
     * Return what is different whenever the client is not the one that a person was asked about.
     *
     * @return string
     */
    public function fingerprint(): string {
        return client_fingerprint::of($this->row);
    }

    /**
     * Tell whether the client proves itself with the secret of this hash.
     *
     * @param string $secrethash
     * @return bool
     */
    public function has_secret(string $secrethash): bool {
        return $this->row->secrethash !== null && hash_equals($this->row->secrethash, $secrethash);
    }

    /**
     * Tell whether the client registered this redirect URI.
     *
     * @param redirect_uri $uri
     * @return bool
     */
    public function redirects_to(redirect_uri $uri): bool {
        foreach (json_decode($this->row->redirecturis, true) as $registered) {
            if ($uri->is_covered_by($registered)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Tell whether the client ran out of time before anybody used it.
     *
     * @param int $now Unix time
     * @return bool
     */
    public function is_expired(int $now): bool {
        return $this->row->timeexpires !== null && (int) $this->row->timeexpires <= $now;
    }

    /**
     * Return the client as the bridge protocol writes it.
     *
     * @return array
     */
    public function to_message(): array {
        return [
            'client_id' => $this->client_id(),
            'kind' => $this->kind(),
            'name' => $this->name(),
            'redirect_uris' => json_decode($this->row->redirecturis, true),
            'auth_method' => $this->row->authmethod,
            'secrethash' => $this->row->secrethash,
            'metadata' => json_decode($this->row->metadata ?? '{}'),
            'pinned' => $this->is_pinned(),
            'timecreated' => (int) $this->row->timecreated,
            'timemodified' => (int) $this->row->timemodified,
            'timeexpires' => $this->row->timeexpires === null ? null : (int) $this->row->timeexpires,
        ];
    }
}
