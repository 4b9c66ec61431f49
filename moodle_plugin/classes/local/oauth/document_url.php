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
 * Where somebody publishes a document: https, a host name and a path and nothing else, as the sidecar reads addresses.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class document_url {

    /** Bytes of an address. */
    public const MAX_BYTES = 512;

    /** @var int Bytes of a host name. */
    private const MAX_HOST_BYTES = 253;

    /** @var string A label of a host name, without internationalized ones. */
    private const LABEL = '(?!xn--)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';

    /** @var string A last label that begins with a letter is no part of an IP address. */
    private const FORM = '~^https://((?:' . self::LABEL . '\.)+(?=[a-z])' . self::LABEL . ')'
        . '((?:/[A-Za-z0-9._\~!$&\'()*+,;=:@-]+)+/?)$~D';

    /** @var string */
    private const DOT_SEGMENT = '~/\.{1,2}(?:/|$)~D';

    /** @var string */
    private $url;

    /** @var string */
    private $host;

    /**
     * Hold an address.
     *
     * @param string $url
     * @param string $host
     */
    private function __construct(string $url, string $host) {
        $this->url = $url;
        $this->host = $host;
    }

    /**
     * Accept an address.
     *
     * @param string $text
     * @return self|null null for anything that is not safe to know a client by
     */
    public static function parse(string $text): ?self {
        if (strlen($text) > self::MAX_BYTES || !preg_match(self::FORM, $text, $parts)) {
            return null;
        }
        [, $host, $path] = $parts;
        return strlen($host) > self::MAX_HOST_BYTES || preg_match(self::DOT_SEGMENT, $path) ? null : new self($text, $host);
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
     * @return string
     */
    public function host(): string {
        return $this->host;
    }
}
