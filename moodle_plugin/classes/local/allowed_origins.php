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

namespace local_mcpgate\local;

/**
 * The web origins whose pages may read what the sidecar answers, one a line.
 *
 * An origin is written as a browser sends it: scheme, host in lower case, and a port that is not the scheme's own.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class allowed_origins {

    /** Origins of one site. */
    public const MAX = 50;

    /** @var int Bytes of a host name (RFC 1035 §2.3.4). */
    private const MAX_HOST = 253;

    /** @var string Scheme, host, port. */
    private const PATTERN = '~^(https?)://((?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?|\[::1\])'
        . '(?::([1-9][0-9]{0,4}))?$~D';

    /** @var int[] Ports that browsers leave out. */
    private const STANDARD_PORTS = ['https' => 443, 'http' => 80];

    /**
     * Read the origins; lines that are none are left out.
     *
     * @param string $text
     * @return string[] each once
     */
    public static function parse(string $text): array {
        return array_slice(array_values(array_unique(array_filter(self::lines($text), [self::class, 'is_origin']))), 0, self::MAX);
    }

    /**
     * Find what cannot be kept.
     *
     * @param string $text
     * @return string|null the first line that is no origin, or that is one too many
     */
    public static function problem(string $text): ?string {
        $lines = self::lines($text);
        foreach ($lines as $line) {
            if (!self::is_origin($line)) {
                return $line;
            }
        }
        return array_values(array_unique($lines))[self::MAX] ?? null;
    }

    /**
     * Tell whether a line is an origin that can be trusted to be who it says: https, or http on this machine.
     *
     * @param string $line
     * @return bool
     */
    private static function is_origin(string $line): bool {
        if (!preg_match(self::PATTERN, $line, $parts)) {
            return false;
        }
        [, $scheme, $host] = $parts;
        $port = (int) ($parts[3] ?? 0);
        return ($scheme === 'https' || public_url::is_loopback($host)) && strlen($host) <= self::MAX_HOST
            && $port !== self::STANDARD_PORTS[$scheme] && $port <= 65535;
    }

    /**
     * Split a text into its lines.
     *
     * @param string $text
     * @return string[] without those that are empty
     */
    private static function lines(string $text): array {
        return array_values(array_filter(array_map('trim', preg_split('/\R/', $text)), 'strlen'));
    }
}
