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
 * Names that clients give themselves, made fit to be shown to a person.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class display_name {

    /** Characters that are shown at most. */
    public const MAX_LENGTH = 100;

    /** @var string Controls, direction marks, zero-width and tag characters, and letters that look like nothing. */
    private const INVISIBLE = '/[\p{C}\x{115F}\x{1160}\x{2800}\x{3164}\x{FFA0}]+/u';

    /**
     * Clean a name.
     *
     * @param string $name valid UTF-8
     * @return string may be empty
     */
    public static function clean(string $name): string {
        $spaced = (string) preg_replace('/[\p{Z}\s]+/u', ' ', $name);
        $visible = (string) preg_replace(self::INVISIBLE, '', $spaced);
        $calm = (string) preg_replace('/(\p{M}{2})\p{M}+/u', '$1', $visible);
        return trim(mb_substr($calm, 0, self::MAX_LENGTH, 'UTF-8'));
    }
}
