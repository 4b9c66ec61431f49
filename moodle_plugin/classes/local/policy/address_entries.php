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
 * The addresses of a connection as people enter them: networks by themselves, presets by their names.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class address_entries {

    /** @var string What an entry that names a preset begins with. */
    public const PRESET = 'preset:';

    /** @var string[] */
    private $networks = [];

    /** @var string[] */
    private $presets = [];

    /**
     * Tell the two kinds apart.
     *
     * @param string[] $entries as a connection keeps them
     */
    public function __construct(array $entries) {
        foreach (array_map('strval', $entries) as $entry) {
            if (strpos($entry, self::PRESET) === 0) {
                $this->presets[] = substr($entry, strlen(self::PRESET));
            } else {
                $this->networks[] = $entry;
            }
        }
    }

    /**
     * Return the networks.
     *
     * @return string[]
     */
    public function networks(): array {
        return $this->networks;
    }

    /**
     * Return the names of presets.
     *
     * @return string[]
     */
    public function presets(): array {
        return $this->presets;
    }
}
