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
 * Takes validated arguments apart along their description.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class argument_leaves {

    /**
     * Return every single value among the arguments.
     *
     * @param object $description an external_description
     * @param array $arguments as validated
     * @return argument_leaf[]
     */
    public static function of(object $description, array $arguments): array {
        $leaves = [];
        self::collect($description, $arguments, '', [], $leaves);
        return $leaves;
    }

    /**
     * Tell whether a description has a place.
     *
     * @param object|null $description
     * @param string $path like "filters.courseids" or "courses[].id"
     * @return bool
     */
    public static function has_place(?object $description, string $path): bool {
        foreach (self::steps($path) as $step) {
            $description = $step === '[]' ? $description->content ?? null : $description->keys[$step] ?? null;
            if ($description === null) {
                return false;
            }
        }
        return $description !== null;
    }

    /**
     * Take a path apart.
     *
     * @param string $path like "courses[].id"
     * @return string[] like "courses", "[]", "id"
     */
    public static function steps(string $path): array {
        return preg_split('/\.|(?=\[\])/', $path, -1, PREG_SPLIT_NO_EMPTY);
    }

    /**
     * Collect the values below one description.
     *
     * @param object $description
     * @param mixed $value
     * @param string $path
     * @param array $siblings
     * @param argument_leaf[] $leaves grows
     */
    private static function collect(object $description, $value, string $path, array $siblings, array &$leaves): void {
        if (isset($description->keys)) {
            foreach (is_array($value) ? array_intersect_key($value, $description->keys) : [] as $name => $member) {
                $inner = $path === '' ? (string) $name : "{$path}.{$name}";
                self::collect($description->keys[$name], $member, $inner, $value, $leaves);
            }
        } else if (isset($description->content)) {
            foreach (is_array($value) ? $value : [] as $item) {
                self::collect($description->content, $item, "{$path}[]", $siblings, $leaves);
            }
        } else {
            $leaves[] = new argument_leaf($path, $value, (string) $description->type, $siblings);
        }
    }
}
