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
 * Where a client wants the browser sent once the person decided.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class redirect_uri {

    /** @var int Bytes of a URI. */
    private const MAX_BYTES = 2048;

    /** @var string Scheme, host, port, path and query of a URI that no two programs read differently. */
    private const PLAIN = '~^[a-z][a-z-]*://(?<host>\[::1\]|[A-Za-z0-9][A-Za-z0-9.-]{0,252})(?::(?<port>[1-9][0-9]{0,4}))?'
        . '(?<path>(?:/(?:[A-Za-z0-9._\~!$&\'()+,;=:@/-]|%[0-9A-Fa-f]{2})*)?)'
        . '(?:\?(?:[A-Za-z0-9._\~!$&\'()+,;=:@/?-]|%[0-9A-Fa-f]{2})*)?$~D';

    /** @var string Dot segments, empty ones, and encoded separators and control characters. */
    private const AMBIGUOUS_PATH = '~(?:^|/)\.{1,2}(?:/|$)|%(?:2[ef]|5c|[01][0-9a-f]|7f)|//~iD';

    /** @var string http on this machine: host, port, and the rest (RFC 8252 §7.3). */
    private const LOOPBACK = '~^http://(localhost|127\.0\.0\.1|\[::1\])(?::[0-9]{1,5})?([/?][^#]*)?$~D';

    /** @var string https elsewhere. */
    private const REMOTE = '~^https://([A-Za-z0-9.-]+(?::[0-9]{1,5})?)(?:[/?]|$)~D';

    /** @var string A program's own scheme (RFC 8252 §7.1): of desktop clients that have no other way back. */
    private const PRIVATE_SCHEME = '~^(?:cursor|vscode|vscode-insiders)://~D';

    /** @var string */
    private $uri;

    /**
     * Hold a URI.
     *
     * @param string $uri
     */
    private function __construct(string $uri) {
        $this->uri = $uri;
    }

    /**
     * Accept a URI: https with a plain host, http on this machine, or the scheme of a known desktop client; never a fragment.
     *
     * @param string $text
     * @return self|null null for anything else
     */
    public static function parse(string $text): ?self {
        if (!self::is_plain($text)) {
            return null;
        }
        foreach ([self::REMOTE, self::LOOPBACK, self::PRIVATE_SCHEME] as $form) {
            if (preg_match($form, $text)) {
                return new self($text);
            }
        }
        return null;
    }

    /**
     * Tell whether a URI has one meaning only, as the sidecar reads it too.
     *
     * @param string $text
     * @return bool
     */
    private static function is_plain(string $text): bool {
        return strlen($text) <= self::MAX_BYTES && preg_match(self::PLAIN, $text, $parts) && (int) $parts['port'] <= 65535
            && strpos($parts['host'], '..') === false && !preg_match(self::AMBIGUOUS_PATH, $parts['path']);
    }

    /**
     * Return the URI as it was given.
     *
     * @return string
     */
    public function text(): string {
        return $this->uri;
    }

    /**
     * Tell whether a registered URI covers this one: the same text, or the same but for a loopback port.
     *
     * @param string $registered
     * @return bool
     */
    public function is_covered_by(string $registered): bool {
        if ($this->uri === $registered) {
            return true;
        }
        return preg_match(self::LOOPBACK, $this->uri, $mine) && preg_match(self::LOOPBACK, $registered, $theirs)
            && $mine[1] === $theirs[1] && ($mine[2] ?? '') === ($theirs[2] ?? '');
    }

    /**
     * Tell whether the code goes to a program on the person's own machine, which could be any program.
     *
     * @return bool
     */
    public function is_local(): bool {
        return !preg_match(self::REMOTE, $this->uri);
    }

    /**
     * Return what to show a person: the host, or the scheme of a program's own address.
     *
     * @return string
     */
    public function shown_host(): string {
        if (preg_match(self::REMOTE, $this->uri, $parts)) {
            return strtolower($parts[1]);
        }
        if (preg_match('~^http://([^/?#]+)~', $this->uri, $parts)) {
            return $parts[1];
        }
        return substr($this->uri, 0, (int) strpos($this->uri, ':')) . ':';
    }
}
