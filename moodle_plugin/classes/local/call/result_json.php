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

use local_mcpgate\local\bridge\answer;
use local_mcpgate\local\bridge\bridge_exception;

/**
 * Encodes what a function returned: without secrets, objects as objects, of a bounded size.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class result_json {

    /** Longest result that is passed on. */
    public const MAX_BYTES = 16777216;

    /** Numbers that JSON cannot hold become 0 instead of losing the whole result. */
    private const FLAGS = answer::FLAGS | JSON_PARTIAL_OUTPUT_ON_ERROR;

    /**
     * Encode a result.
     *
     * @param mixed $result as call_external_function() returned it
     * @param object|null $description of the result, an external_description
     * @return string
     * @throws bridge_exception result_too_large
     */
    public static function of($result, ?object $description): string {
        $safe = secret_blanker::fields($result);
        $json = json_encode($safe, self::FLAGS);
        if ($description !== null && strpos($json, '[]') !== false) {
            $json = json_encode(self::shape($safe, $description), self::FLAGS);
        }
        if (strlen($json) > self::MAX_BYTES) {
            $detail = ['bytes' => strlen($json), 'max_bytes' => self::MAX_BYTES];
            throw new bridge_exception('result_too_large', 'The result is too large; ask for less at once.', $detail);
        }
        return secret_blanker::text($json);
    }

    /**
     * Make empty objects objects; PHP writes them like empty lists.
     *
     * @param mixed $value
     * @param object $description
     * @return mixed
     */
    public static function shape($value, object $description) {
        if (!is_array($value)) {
            return $value;
        }
        if (isset($description->content)) {
            foreach ($value as $index => $item) {
                $value[$index] = self::shape($item, $description->content);
            }
            return $value;
        }
        $keys = $description->keys ?? [];
        foreach (array_intersect_key($value, $keys) as $name => $member) {
            $value[$name] = self::shape($member, $keys[$name]);
        }
        return (object) $value;
    }
}
