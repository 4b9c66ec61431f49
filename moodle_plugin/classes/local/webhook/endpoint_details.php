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
 * What an endpoint is, as an admin entered it: its address, and what it wants to know.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class endpoint_details {

    /** @var endpoint_url */
    private $url;

    /** @var string[] */
    private $events;

    /** @var bool */
    private $allowprivate;

    /**
     * Hold what was checked.
     *
     * @param endpoint_url $url
     * @param string[] $events types
     * @param bool $allowprivate whether the address may be one that is not public
     */
    public function __construct(endpoint_url $url, array $events, bool $allowprivate) {
        $this->url = $url;
        $this->events = $events;
        $this->allowprivate = $allowprivate;
    }

    /**
     * Return the columns that hold this.
     *
     * @return array
     */
    public function to_columns(): array {
        return [
            'url' => $this->url->text(),
            'events' => json_encode($this->events),
            'allowprivate' => (int) $this->allowprivate,
        ];
    }

    /**
     * Tell what is not as it is stored.
     *
     * @param endpoint $stored
     * @return string[] url, events, private
     */
    public function changes_since(endpoint $stored): array {
        return array_keys(array_filter([
            'url' => $this->url->text() !== $stored->url(),
            'events' => $this->events !== $stored->events(),
            'private' => $this->allowprivate !== $stored->allows_private(),
        ]));
    }
}
