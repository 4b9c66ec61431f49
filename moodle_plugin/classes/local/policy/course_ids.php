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
 * Gathers the ids among arguments that lead to a course; what nobody understands is refused.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class course_ids {

    /** An argument that has to be left empty. */
    private const NONE = 'none';

    /** @var course_rule How the function is kept inside of courses. */
    private $rule;

    /** @var string[][] Paths by way and id. */
    private $ids = [];

    /**
     * Start with nothing.
     *
     * @param course_rule $rule
     */
    private function __construct(course_rule $rule) {
        $this->rule = $rule;
    }

    /**
     * Gather the ids.
     *
     * @param course_rule $rule
     * @param argument_leaf[] $leaves
     * @return string[][] path of the argument, by the name of the way and the id
     * @throws course_refused
     */
    public static function among(course_rule $rule, array $leaves): array {
        $ids = new self($rule);
        foreach ($leaves as $leaf) {
            $ids->require_value($leaf);
            $ids->read($leaf);
        }
        return $ids->ids;
    }

    /**
     * Refuse a value other than those the rule allows.
     *
     * @param argument_leaf $leaf
     * @throws course_refused
     */
    private function require_value(argument_leaf $leaf): void {
        $allowed = $this->rule->only($leaf->path());
        if ($allowed !== null && !in_array($leaf->value(), $allowed, true)) {
            $values = implode(', ', array_map('json_encode', $allowed));
            $message = "The argument \"{$leaf->path()}\" has to be one of: {$values}.";
            throw new course_refused(course_refused::UNRESOLVED, $message);
        }
    }

    /**
     * Read one argument.
     *
     * @param argument_leaf $leaf
     * @throws course_refused
     */
    private function read(argument_leaf $leaf): void {
        $meaning = $this->rule->meaning($leaf);
        if ($meaning === null || $meaning === self::NONE) {
            $suspicious = $meaning === self::NONE || $leaf->may_be_id() || $this->rule->depends($leaf);
            if ($suspicious && !$leaf->is_empty()) {
                throw self::unresolved($leaf);
            }
            return;
        }
        $way = trim($meaning, '?,-');
        if (!course_rules::is_harmless($way)) {
            $this->add($leaf, $way, str_replace($way, '', $meaning));
        }
    }

    /**
     * Add what an argument leads with.
     *
     * @param argument_leaf $leaf
     * @param string $way
     * @param string $mark of the meaning: "?", ",", "-" or none
     * @throws course_refused
     */
    private function add(argument_leaf $leaf, string $way, string $mark): void {
        foreach (self::items($leaf->value(), $mark) as $item) {
            if (!self::says_nothing($item)) {
                $this->ids[$way][self::id($leaf, $item, course_way::named($way))] = $leaf->path();
            } else if ($mark === '') {
                $message = "The argument \"{$leaf->path()}\" has to say which one it is about.";
                throw new course_refused(course_refused::MISSING, $message);
            }
        }
    }

    /**
     * Read a value as its mark says.
     *
     * @param mixed $value
     * @param string $mark
     * @return array ids, as they were written
     */
    private static function items($value, string $mark): array {
        if ($mark === ',') {
            return explode(',', trim((string) $value, ','));
        }
        if ($mark === '-') {
            return (int) $value < 0 ? [substr((string) $value, 1)] : [];
        }
        return [$value];
    }

    /**
     * Tell whether a value names nothing in particular, which with Moodle often means all; negative numbers never are an id.
     *
     * @param mixed $value
     * @return bool
     */
    private static function says_nothing($value): bool {
        return in_array($value, [null, '', '0'], true) || (is_int($value) && $value <= 0);
    }

    /**
     * Read an id, in the one way to write it that Moodle and we read alike.
     *
     * @param argument_leaf $leaf
     * @param mixed $value
     * @param course_way $way
     * @return int|string
     * @throws course_refused
     */
    private static function id(argument_leaf $leaf, $value, course_way $way) {
        if (is_int($value)) {
            return $value;
        }
        if (is_string($value) && ($way->starts_with_text() || preg_match('/^[1-9][0-9]{0,17}$/D', $value))) {
            return $value;
        }
        throw self::unresolved($leaf);
    }

    /**
     * Refuse an argument that nobody understands.
     *
     * @param argument_leaf $leaf
     * @return course_refused
     */
    private static function unresolved(argument_leaf $leaf): course_refused {
        $message = "Nothing tells which course the argument \"{$leaf->path()}\" leads to; leave it out.";
        return new course_refused(course_refused::UNRESOLVED, $message);
    }
}
