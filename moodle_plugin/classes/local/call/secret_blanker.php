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

namespace local_mcpgate\local\call;

/**
 * Takes secrets out of results: fields that hold one, and keys inside of links.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class secret_blanker {

    /** What stands where a secret was. */
    public const BLANK = '[removed]';

    /** Fields that hold a secret, in whatever function they appear. */
    private const FIELDS = [
        'enrolmentkey' => true,
        'enrolpassword' => true,
        'guestpassword' => true,
        'joinurl' => true,
        'password' => true,
        'privatetoken' => true,
        'secret' => true,
        'sitesecret' => true,
        'userprivateaccesskey' => true,
    ];

    /** Keys inside of text; slashes and ampersands may be escaped, also more than once. */
    private const PATTERNS = [
        '~(tokenpluginfile\.php\\\\*/)[A-Za-z0-9]+~' => '$1' . self::BLANK,
        '~(rss\\\\*/file\.php(?:\?file=|%3Ffile%3D)?(?:\\\\*/|%2F)[0-9]+(?:\\\\*/|%2F))[A-Za-z0-9]+~i' => '$1' . self::BLANK,
        '~(sesskey(?:=|%3D|\\\\*"?\s*:\s*\\\\*"))[A-Za-z0-9]+~i' => '$1' . self::BLANK,
        '~((?:[?&;]|%3F|%26|\\\\u0026)(?:ws|auth)?token(?:=|%3D))[A-Za-z0-9_.-]+~i' => '$1' . self::BLANK,
    ];

    /**
     * Blank the fields that hold a secret; empty ones stay, so that one sees there is none.
     *
     * @param mixed $value result of a function
     * @return mixed
     */
    public static function fields($value) {
        if (!is_array($value)) {
            return $value;
        }
        foreach ($value as $name => $member) {
            if (is_array($member)) {
                $value[$name] = self::fields($member);
            } else if (is_string($member) && $member !== '' && isset(self::FIELDS[$name])) {
                $value[$name] = self::BLANK;
            }
        }
        return $value;
    }

    /**
     * Blank keys inside of a text, be it plain, HTML or JSON.
     *
     * @param string $text valid UTF-8
     * @return string
     */
    public static function text(string $text): string {
        $blanked = preg_replace(array_keys(self::PATTERNS), array_values(self::PATTERNS), $text);
        if ($blanked === null) {
            throw new \RuntimeException('Secrets could not be looked for: PCRE error ' . preg_last_error());
        }
        return $blanked;
    }
}
