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

namespace local_mcpgate\local\policy;

/**
 * The addresses a connection may be used from, with its presets replaced by their networks.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class address_limit {

    /** @var network[]|null Null is no limit. */
    private $networks;

    /**
     * Put the limit together; a preset that is gone and an entry that is no network allow nothing.
     *
     * @param string[]|null $entries of a connection
     * @param network[][] $presets by name
     */
    public function __construct(?array $entries, array $presets) {
        if ($entries === null) {
            return;
        }
        $named = new address_entries($entries);
        $this->networks = [];
        foreach ($named->networks() as $text) {
            try {
                $this->networks[] = network::parse($text);
            } catch (\InvalidArgumentException $malformed) {
                continue;
            }
        }
        foreach ($named->presets() as $name) {
            $this->networks = array_merge($this->networks, $presets[$name] ?? []);
        }
    }

    /**
     * Make the limit of a connection on this site as its admin set it up.
     *
     * @param limits $limits
     * @return self
     */
    public static function of(limits $limits): self {
        $entries = $limits->addresses();
        return new self($entries, $entries === null ? [] : address_presets::current());
    }

    /**
     * Tell whether the connection may be used from an address.
     *
     * @param string|null $ip
     * @return bool
     */
    public function admits(?string $ip): bool {
        try {
            return $this->networks === null || ($ip !== null && $this->covers(network::address($ip)));
        } catch (\InvalidArgumentException $malformed) {
            return false;
        }
    }

    /**
     * Tell whether all of a network is in one of the networks.
     *
     * @param network $inner
     * @return bool
     */
    public function covers(network $inner): bool {
        foreach ($this->networks ?? [] as $network) {
            if ($network->covers($inner)) {
                return true;
            }
        }
        return $this->networks === null;
    }

    /**
     * Return the networks.
     *
     * @return string[]|null null is no limit
     */
    public function networks(): ?array {
        if ($this->networks === null) {
            return null;
        }
        return array_values(array_unique(array_map(static function (network $network): string {
            return $network->text();
        }, $this->networks)));
    }
}
