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
 * Lists every scalar among nested arguments together with the name it goes by.
 *
 * Items of a list go by the list's name. Moodle also passes options as pairs
 * of "name" (or "key") and "value": there the value goes by what the pair names.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class argument_walk {

    /**
     * Flatten arguments.
     *
     * @param array $arguments
     * @return array[] each [name, value]
     */
    public static function scalars(array $arguments): array {
        $found = [];
        self::walk($arguments, '', $found);
        return $found;
    }

    /**
     * Flatten one level.
     *
     * @param array $values
     * @param string $parent name of the list these are items of
     * @param array[] $found grows
     */
    private static function walk(array $values, string $parent, array &$found): void {
        $pairname = self::pair_name($values);
        foreach ($values as $key => $value) {
            $name = is_int($key) ? $parent : $key;
            if ($key === 'value' && $pairname !== null) {
                $name = $pairname;
            }
            if (is_array($value)) {
                self::walk($value, $name, $found);
            } else {
                $found[] = [$name, $value];
            }
        }
    }

    /**
     * Return what a pair names, if this is one.
     *
     * @param array $values
     * @return string|null
     */
    private static function pair_name(array $values): ?string {
        $name = $values['name'] ?? $values['key'] ?? null;
        return is_string($name) && array_key_exists('value', $values) ? $name : null;
    }
}
