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

namespace local_mcpgate\local\webhook;

/**
 * Somebody who is told what happens: an address, and what it wants to know.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class endpoint {

    /** Gets messages. */
    public const ACTIVE = 'active';

    /** Gets none until an admin says so. */
    public const PAUSED = 'paused';

    /** Said itself that it wants no more (HTTP 410). */
    public const GONE = 'gone';

    /** @var \stdClass Row of the table. */
    private $row;

    /**
     * Hold a row.
     *
     * @param \stdClass $row of local_mcpgate_webhook
     */
    public function __construct(\stdClass $row) {
        $this->row = $row;
    }

    /**
     * Return its number.
     *
     * @return int
     */
    public function id(): int {
        return (int) $this->row->id;
    }

    /**
     * Return its address.
     *
     * @return string
     */
    public function url(): string {
        return $this->row->url;
    }

    /**
     * Return the host of its address; the rest may be secret.
     *
     * @return string
     */
    public function host(): string {
        $url = endpoint_url::parse($this->row->url);
        return $url === null ? '' : $url->host();
    }

    /**
     * Return what it is told of.
     *
     * @return string[] types
     */
    public function events(): array {
        return json_decode($this->row->events, true);
    }

    /**
     * Tell whether it is told of a type.
     *
     * @param string $type
     * @return bool
     */
    public function hears(string $type): bool {
        return in_array($type, $this->events(), true);
    }

    /**
     * Tell whether its address may be one that is not public.
     *
     * @return bool
     */
    public function allows_private(): bool {
        return (bool) $this->row->allowprivate;
    }

    /**
     * Return how it is.
     *
     * @return string ACTIVE, PAUSED or GONE
     */
    public function status(): string {
        return $this->row->status;
    }

    /**
     * Tell whether it gets messages.
     *
     * @return bool
     */
    public function is_active(): bool {
        return $this->row->status === self::ACTIVE;
    }

    /**
     * Return what its messages are signed with: two secrets while an old one is good.
     *
     * @param int $now Unix time
     * @return string[]
     */
    public function secrets(int $now): array {
        $secrets = [$this->row->secret];
        if ($this->row->oldsecret !== null && (int) $this->row->timeoldsecret > $now) {
            $secrets[] = $this->row->oldsecret;
        }
        return array_map(static function (string $sealed): string {
            return signing_secret::open($sealed)->text();
        }, $secrets);
    }

    /**
     * Return when the old secret ends.
     *
     * @param int $now Unix time
     * @return int|null null if none is good
     */
    public function old_secret_until(int $now): ?int {
        $until = (int) $this->row->timeoldsecret;
        return $this->row->oldsecret !== null && $until > $now ? $until : null;
    }

    /**
     * Return its row.
     *
     * @return \stdClass
     */
    public function row(): \stdClass {
        return $this->row;
    }
}
