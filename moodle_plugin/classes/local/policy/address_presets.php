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
 * Networks that an admin gave a name, such as those an AI vendor calls from.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class address_presets {

    /** Most networks of one preset. */
    public const MAX_NETWORKS = 200;

    /** @var string What a line of the setting looks like. */
    private const LINE = '/^([a-z0-9][a-z0-9_-]{0,39})\s*=\s*(.+)$/D';

    /**
     * Return the presets of the site; a line that cannot be read is none.
     *
     * @return network[][] by name
     */
    public static function current(): array {
        $presets = [];
        foreach (self::lines((string) get_config('local_mcpgate', 'addresspresets')) as $line) {
            try {
                [$name, $networks] = self::parse_line($line);
                $presets[$name] = $networks;
            } catch (\InvalidArgumentException $malformed) {
                continue;
            }
        }
        return $presets;
    }

    /**
     * Find what is wrong with the setting.
     *
     * @param string $text
     * @return string|null the first line that cannot be read or names a preset again, null if there is none
     */
    public static function problem(string $text): ?string {
        $names = [];
        foreach (self::lines($text) as $line) {
            try {
                $name = self::parse_line($line)[0];
            } catch (\InvalidArgumentException $malformed) {
                return $line;
            }
            if (isset($names[$name])) {
                return $line;
            }
            $names[$name] = true;
        }
        return null;
    }

    /**
     * Return the lines that hold something.
     *
     * @param string $text
     * @return string[]
     */
    private static function lines(string $text): array {
        return array_values(array_filter(array_map('trim', preg_split('/\R/', $text)), 'strlen'));
    }

    /**
     * Read one line.
     *
     * @param string $line such as "vendor = 192.0.2.0/24, 2001:db8::/32"
     * @return array name and networks
     * @throws \InvalidArgumentException
     */
    private static function parse_line(string $line): array {
        if (!preg_match(self::LINE, $line, $parts)) {
            throw new \InvalidArgumentException('A preset is a name, "=" and networks.');
        }
        $networks = array_map([network::class, 'parse'], preg_split('/[\s,]+/', $parts[2], -1, PREG_SPLIT_NO_EMPTY));
        if (!$networks || count($networks) > self::MAX_NETWORKS) {
            throw new \InvalidArgumentException('A preset has between one and ' . self::MAX_NETWORKS . ' networks.');
        }
        return [$parts[1], $networks];
    }
}
