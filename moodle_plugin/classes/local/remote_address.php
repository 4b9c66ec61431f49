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
 * The address Moodle takes a request to come from, in its logs and its own address lists.
 *
 * A sidecar carries what others ask for; its own address is never theirs.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class remote_address {

    /** What getremoteaddr() reads, whatever a site sets it to trust. */
    private const SOURCES = ['REMOTE_ADDR', 'HTTP_CLIENT_IP', 'HTTP_X_FORWARDED_FOR'];

    /**
     * Take the request to come from an address.
     *
     * @param string $address
     */
    public static function set(string $address): void {
        self::forget();
        $_SERVER['REMOTE_ADDR'] = $address;
    }

    /**
     * Take the request to come from nowhere known.
     */
    public static function forget(): void {
        $_SERVER = array_diff_key($_SERVER, array_flip(self::SOURCES));
    }

    /**
     * Do something as if asked for from an address; where that is not known, from where the request comes.
     *
     * Moodle's logs take the address down when an event reaches them, so this must not stand in a transaction.
     *
     * @param string|null $address
     * @param callable $act
     */
    public static function during(?string $address, callable $act): void {
        if ($address === null) {
            $act();
            return;
        }
        $before = array_intersect_key($_SERVER, array_flip(self::SOURCES));
        self::set($address);
        try {
            $act();
        } finally {
            self::forget();
            $_SERVER = $before + $_SERVER;
        }
    }
}
