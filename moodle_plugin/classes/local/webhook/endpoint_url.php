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
 * Where messages go: http or https, a host, perhaps a port, a path and a query; no name or password, no fragment.
 *
 * Whether a name leads to a public address is for the sidecar to find out, each time it sends.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class endpoint_url {

    /** Bytes of an address. */
    public const MAX_BYTES = 1000;

    /** @var int Bytes of a host name. */
    private const MAX_HOST_BYTES = 253;

    /** @var string */
    private const LABEL = '[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?';

    /** @var string Scheme, host, port, and the rest in characters that need no encoding. */
    private const FORM = '~^(https?)://((?:' . self::LABEL . '\.)*' . self::LABEL . '|\[[0-9A-Fa-f:.]+\])'
        . '(?::([1-9][0-9]{0,4}))?(?:[/?](?:[A-Za-z0-9._\~!$&\'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*)?$~D';

    /** @var int */
    private const MAX_PORT = 65535;

    /** @var string Names that are never those of a public host (RFC 6761, RFC 6762, RFC 8375, and ICANN's .internal). */
    private const INSIDE = '/(?:^|\.)(?:localhost|local|internal|home\.arpa)$/Di';

    /** @var string */
    private $url;

    /** @var string */
    private $scheme;

    /** @var string */
    private $host;

    /**
     * Hold an address.
     *
     * @param string $url
     * @param string $scheme
     * @param string $host
     */
    private function __construct(string $url, string $scheme, string $host) {
        $this->url = $url;
        $this->scheme = $scheme;
        $this->host = $host;
    }

    /**
     * Accept an address.
     *
     * @param string $text
     * @return self|null null for anything that cannot be one
     */
    public static function parse(string $text): ?self {
        if (strlen($text) > self::MAX_BYTES || !preg_match(self::FORM, $text, $parts)) {
            return null;
        }
        [, $scheme, $host] = $parts;
        $isgood = strlen($host) <= self::MAX_HOST_BYTES && (int) ($parts[3] ?? 0) <= self::MAX_PORT && self::is_host($host);
        return $isgood ? new self($text, $scheme, strtolower($host)) : null;
    }

    /**
     * Return the address as it was given.
     *
     * @return string
     */
    public function text(): string {
        return $this->url;
    }

    /**
     * Return its host.
     *
     * @return string in lower case
     */
    public function host(): string {
        return $this->host;
    }

    /**
     * Tell whether it can be meant only for a machine inside: without encryption, by number, or by a name nobody outside knows.
     *
     * @return bool
     */
    public function is_inside(): bool {
        return $this->scheme !== 'https' || strpos($this->host, '.') === false || preg_match(self::INSIDE, $this->host)
            || self::is_address($this->host);
    }

    /**
     * Tell whether a text is a name, or else a whole IP address.
     *
     * @param string $host
     * @return bool
     */
    private static function is_host(string $host): bool {
        $looksnumeric = $host[0] === '[' || preg_match('/(?:^|\.)(?:[0-9]+|0x[0-9A-Fa-f]*)$/Di', $host);
        return !$looksnumeric || self::is_address($host);
    }

    /**
     * Tell whether a host is an IP address.
     *
     * @param string $host
     * @return bool
     */
    private static function is_address(string $host): bool {
        return filter_var(trim($host, '[]'), FILTER_VALIDATE_IP) !== false;
    }
}
