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

namespace local_mcpgate\local\functions;

/**
 * Turns Moodle's description of arguments or of a result into the tree of the bridge protocol.
 *
 * Works on the shape of the description objects alone: one with "keys" is a
 * single structure, one with "content" a multiple structure, else a value.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class description_tree {

    /** Moodle's VALUE_DEFAULT: left out, it has a default. */
    private const HAS_DEFAULT = 0;

    /**
     * Build the tree of a description.
     *
     * @param object $description an external_description
     * @return array empty objects stay objects when encoded as JSON
     */
    public static function of(object $description): array {
        $required = (int) $description->required;
        $tree = self::kind($description) + [
            'desc' => trim(preg_replace('/\s+/', ' ', (string) $description->desc)),
            'req' => $required,
            'null' => (bool) ($description->allownull ?? false),
        ];
        if ($required === self::HAS_DEFAULT) {
            $tree['default'] = self::default_value($description, $description->default);
        }
        return $tree;
    }

    /**
     * Return what sets the three kinds apart.
     *
     * @param object $description
     * @return array
     */
    private static function kind(object $description): array {
        if (isset($description->keys)) {
            return ['t' => 's', 'keys' => (object) array_map([self::class, 'of'], $description->keys)];
        }
        if (isset($description->content)) {
            return ['t' => 'm', 'content' => self::of($description->content)];
        }
        return ['t' => 'v', 'type' => (string) $description->type];
    }

    /**
     * Return a default in the JSON type that belongs there; PHP writes objects and lists alike.
     *
     * @param object $description
     * @param mixed $value
     * @return mixed
     */
    private static function default_value(object $description, $value) {
        if ($value === null) {
            return null;
        }
        if (isset($description->keys)) {
            $members = [];
            foreach ((array) $value as $name => $member) {
                $inner = $description->keys[$name] ?? null;
                $members[$name] = $inner ? self::default_value($inner, $member) : $member;
            }
            return (object) $members;
        }
        if (isset($description->content)) {
            return array_map(static function ($item) use ($description) {
                return self::default_value($description->content, $item);
            }, array_values((array) $value));
        }
        return $description->type === 'bool' ? (bool) $value : $value;
    }
}
