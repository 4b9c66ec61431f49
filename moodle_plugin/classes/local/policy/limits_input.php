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
 * Reads the limits that somebody entered, and says for each field what is wrong with it.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class limits_input {

    /** Most function patterns of a connection. */
    public const MAX_PATTERNS = 50;

    /** Most courses of a connection. */
    public const MAX_COURSES = 200;

    /** Most networks and presets of a connection. */
    public const MAX_ADDRESSES = 100;

    /** Highest number of each limit. */
    public const HIGHEST = ['ratelimit' => 10000, 'callquota' => 1000000, 'bytequota' => 1000000000000];

    /** @var string[] What is wrong, by field. */
    private $errors = [];

    /**
     * Read limits; what is left empty is no limit.
     *
     * @param array $raw functions (text), courses (ids), addresses (text), presets (names), ratelimit, callquota,
     *     bytequota (text or numbers), approvewrites (bool)
     * @param int $userid whose connection it is
     * @return limits
     * @throws limits_invalid
     */
    public static function read(array $raw, int $userid): limits {
        $input = new self();
        $values = [
            'functions' => $input->functions((string) ($raw['functions'] ?? '')),
            'courses' => $input->courses($raw['courses'] ?? [], $userid),
            'addresses' => $input->addresses((string) ($raw['addresses'] ?? ''), $raw['presets'] ?? []),
            'approvewrites' => !empty($raw['approvewrites']),
        ];
        foreach (self::HIGHEST as $field => $highest) {
            $values[$field] = $input->number($field, trim((string) ($raw[$field] ?? '')), $highest);
        }
        if ($input->errors) {
            throw new limits_invalid($input->errors);
        }
        return new limits($values);
    }

    /**
     * Read function patterns.
     *
     * @param string $text separated by spaces, commas or lines
     * @return string[]|null
     */
    private function functions(string $text): ?array {
        $patterns = $this->words('functions', $text, self::MAX_PATTERNS);
        foreach ($patterns as $pattern) {
            try {
                $parsed = new function_pattern($pattern);
            } catch (\InvalidArgumentException $malformed) {
                return $this->refuse('functions', 'limit_patterninvalid', $pattern);
            }
            if (!self::covers_a_function($parsed)) {
                return $this->refuse('functions', 'limit_patternunused', $pattern);
            }
        }
        return $patterns ?: null;
    }

    /**
     * Read ids of courses.
     *
     * @param array $ids
     * @param int $userid whose connection it is
     * @return int[]|null
     */
    private function courses(array $ids, int $userid): ?array {
        global $DB;
        $ids = array_values(array_unique(array_map('strval', array_filter($ids, 'is_scalar'))));
        if (!$ids) {
            return null;
        }
        if (is_siteadmin($userid)) {
            return $this->refuse('courses', 'limit_courses_siteadmin', null);
        }
        if (count($ids) > self::MAX_COURSES) {
            return $this->refuse('courses', 'limit_toomany', self::MAX_COURSES);
        }
        foreach ($ids as $id) {
            $isnumber = preg_match('/^[1-9][0-9]{0,9}$/D', $id);
            if (!$isnumber || (int) $id === (int) SITEID || !$DB->record_exists('course', ['id' => (int) $id])) {
                return $this->refuse('courses', 'limit_courseunknown', $id);
            }
        }
        $numbers = array_map('intval', $ids);
        sort($numbers);
        return $numbers;
    }

    /**
     * Read networks, and names of presets.
     *
     * @param string $text networks separated by spaces, commas or lines
     * @param array $presets
     * @return string[]|null
     */
    private function addresses(string $text, array $presets): ?array {
        $entries = [];
        foreach ($this->words('addresses', $text, self::MAX_ADDRESSES) as $word) {
            try {
                $entries[] = network::parse($word)->text();
            } catch (\InvalidArgumentException $malformed) {
                return $this->refuse('addresses', 'limit_networkinvalid', $word);
            }
        }
        $unknown = array_diff($presets, array_keys(address_presets::current()));
        if ($unknown) {
            return $this->refuse('presets', 'limit_presetunknown', (string) reset($unknown));
        }
        foreach ($presets as $name) {
            $entries[] = address_entries::PRESET . $name;
        }
        return array_values(array_unique($entries)) ?: null;
    }

    /**
     * Read a number.
     *
     * @param string $field
     * @param string $text
     * @param int $highest
     * @return int|null
     */
    private function number(string $field, string $text, int $highest): ?int {
        if ($text === '') {
            return null;
        }
        if (!preg_match('/^[1-9][0-9]{0,14}$/D', $text) || (int) $text > $highest) {
            return $this->refuse($field, 'limit_numberinvalid', $highest);
        }
        return (int) $text;
    }

    /**
     * Split a text into words.
     *
     * @param string $field
     * @param string $text
     * @param int $most
     * @return string[]
     */
    private function words(string $field, string $text, int $most): array {
        $words = array_values(array_unique(preg_split('/[\s,]+/', $text, -1, PREG_SPLIT_NO_EMPTY)));
        if (count($words) > $most) {
            $this->refuse($field, 'limit_toomany', $most);
            return [];
        }
        return $words;
    }

    /**
     * Note what is wrong with a field.
     *
     * @param string $field
     * @param string $string identifier of the words
     * @param string|int|null $about
     * @return null
     */
    private function refuse(string $field, string $string, $about) {
        $this->errors[$field] = get_string($string, 'local_mcpgate', $about === null ? null : s($about));
        return null;
    }

    /**
     * Tell whether a pattern covers any function of this site.
     *
     * @param function_pattern $pattern
     * @return bool
     */
    private static function covers_a_function(function_pattern $pattern): bool {
        global $DB;
        foreach ($DB->get_fieldset_select('external_functions', 'name', '1 = 1') as $name) {
            if ($pattern->covers($name)) {
                return true;
            }
        }
        return false;
    }
}
