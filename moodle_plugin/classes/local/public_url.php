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
 * The public address of the MCP endpoint, such as https://moodle.example.edu/mcp.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class public_url {

    /** @var string Scheme, host, optional port, and a path of plain segments. */
    private const PATTERN = '~^(https?)://([a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\])(:[1-9][0-9]{0,4})?'
        . '(?:/[A-Za-z0-9_\~-][A-Za-z0-9._\~-]*)*/mcp$~D';

    /** @var string Checked address. */
    private $url;

    /**
     * Hold a checked address.
     *
     * @param string $url
     */
    private function __construct(string $url) {
        $this->url = $url;
    }

    /**
     * Accept an address: https, or http on a loopback host; a host; a port unless it is the scheme's own; a path ending in /mcp.
     *
     * @param string $text
     * @return self|null null for anything else
     */
    public static function parse(string $text): ?self {
        if (!preg_match(self::PATTERN, $text, $parts)) {
            return null;
        }
        [, $scheme, $host] = $parts;
        $isdefaultport = ($parts[4] ?? '') === ($scheme === 'https' ? ':443' : ':80');
        $issafe = $scheme === 'https' || self::is_loopback($host);
        return $issafe && !$isdefaultport ? new self($text) : null;
    }

    /**
     * Tell whether a host is this machine itself.
     *
     * @param string $host lower case; IPv6 in brackets
     * @return bool
     */
    public static function is_loopback(string $host): bool {
        return in_array($host, ['localhost', '127.0.0.1', '[::1]'], true);
    }

    /**
     * Return the address itself, which is also the audience of every token.
     *
     * @return string
     */
    public function url(): string {
        return $this->url;
    }

    /**
     * Return where the browser goes after consent.
     *
     * @param string $requestid
     * @param string $ticket
     * @return string
     */
    public function return_url(string $requestid, string $ticket): string {
        $base = substr($this->url, 0, -strlen('/mcp'));
        return $base . '/oauth/return?' . http_build_query(['request' => $requestid, 'ticket' => $ticket], '', '&');
    }
}
