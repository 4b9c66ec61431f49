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
 * An IPv4 or IPv6 network; an IPv4-mapped IPv6 address is the IPv4 address.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class network {

    /** First bytes of IPv4-mapped IPv6 addresses (RFC 4291 §2.5.5.2). */
    private const MAPPED = "\0\0\0\0\0\0\0\0\0\0\xff\xff";

    /** @var string Its first address, 4 or 16 bytes. */
    private $address;

    /** @var int Leading bits that all its addresses share. */
    private $bits;

    /**
     * Make a network of its first address.
     *
     * @param string $address 4 or 16 bytes
     * @param int $bits
     */
    private function __construct(string $address, int $bits) {
        $this->address = $address;
        $this->bits = $bits;
    }

    /**
     * Read a network such as 192.0.2.0/24, or a single address.
     *
     * @param string $text
     * @return self
     * @throws \InvalidArgumentException if it is none, or has bits set behind its prefix
     */
    public static function parse(string $text): self {
        if (!preg_match('~^([0-9A-Fa-f:.]{2,45})(?:/(0|[1-9][0-9]{0,2}))?$~D', $text, $parts)) {
            throw new \InvalidArgumentException('This is no network.');
        }
        $address = self::packed($parts[1]);
        $whole = $address === null ? 0 : 8 * strlen($address);
        $bits = (int) ($parts[2] ?? $whole);
        if ($address === null || $bits > $whole || self::masked($address, $bits) !== $address) {
            throw new \InvalidArgumentException('This is no network.');
        }
        return self::unmapped($address, $bits);
    }

    /**
     * Read a single address.
     *
     * @param string $ip
     * @return self
     * @throws \InvalidArgumentException if it is none
     */
    public static function address(string $ip): self {
        if (strpos($ip, '/') !== false) {
            throw new \InvalidArgumentException('This is no address.');
        }
        return self::parse($ip);
    }

    /**
     * Return what one subscriber has to himself: the address, of IPv6 the /64.
     *
     * @param string $ip
     * @return self
     * @throws \InvalidArgumentException if it is no address
     */
    public static function subscriber(string $ip): self {
        $host = self::address($ip);
        return strlen($host->address) === 4 ? $host : new self(self::masked($host->address, 64), 64);
    }

    /**
     * Tell whether an address is in the network.
     *
     * @param string $ip
     * @return bool false for what is no address
     */
    public function contains(string $ip): bool {
        try {
            return $this->covers(self::address($ip));
        } catch (\InvalidArgumentException $malformed) {
            return false;
        }
    }

    /**
     * Tell whether all of another network is in this one.
     *
     * @param network $other
     * @return bool
     */
    public function covers(network $other): bool {
        return strlen($other->address) === strlen($this->address)
            && $other->bits >= $this->bits
            && self::masked($other->address, $this->bits) === $this->address;
    }

    /**
     * Return the network in its usual form; a single address has no prefix.
     *
     * @return string
     */
    public function text(): string {
        $address = inet_ntop($this->address);
        return $this->bits === 8 * strlen($this->address) ? $address : "{$address}/{$this->bits}";
    }

    /**
     * Return the bytes of an address.
     *
     * @param string $text
     * @return string|null null if it is none
     */
    private static function packed(string $text): ?string {
        return filter_var($text, FILTER_VALIDATE_IP) === false ? null : inet_pton($text);
    }

    /**
     * Return an IPv4-mapped network as the IPv4 network it is.
     *
     * @param string $address
     * @param int $bits
     * @return self
     */
    private static function unmapped(string $address, int $bits): self {
        $mapped = strlen($address) === 16 && $bits >= 96 && strncmp($address, self::MAPPED, 12) === 0;
        return $mapped ? new self(substr($address, 12), $bits - 96) : new self($address, $bits);
    }

    /**
     * Clear the bits behind a prefix.
     *
     * @param string $address
     * @param int $bits
     * @return string
     */
    private static function masked(string $address, int $bits): string {
        $whole = intdiv($bits, 8);
        $mask = str_repeat("\xff", $whole);
        if ($bits % 8) {
            $mask .= chr(0xff << (8 - $bits % 8) & 0xff);
        }
        return $address & str_pad($mask, strlen($address), "\0");
    }
}
