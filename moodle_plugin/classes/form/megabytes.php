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

namespace local_mcpgate\form;

/**
 * Amounts of data as people write them.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class megabytes {

    /** Bytes in one. */
    private const BYTES = 1048576;

    /**
     * Return what a form shows for an amount.
     *
     * @param int|null $bytes
     * @return float|null
     */
    public static function of(?int $bytes): ?float {
        return $bytes === null ? null : $bytes / self::BYTES;
    }

    /**
     * Turn what somebody wrote into bytes; what is no number stays as it is, to be refused as such.
     *
     * @param string $written in the notation of the person's language
     * @return string
     */
    public static function to_bytes(string $written): string {
        $number = unformat_float($written, true);
        return is_float($number) ? sprintf('%.0f', $number * self::BYTES) : $written;
    }
}
