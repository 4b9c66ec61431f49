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
 * How ids of one kind lead to a course, as one query.
 *
 * @see course_tables/ways.php for the notation
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class course_way {

    /** A last step: the context that was reached is inside of a course. */
    private const CONTEXT = 'context';

    /** A last step: what belongs to no course belongs to the whole site, and is nobody's secret. */
    private const OR_NONE = 'or none';

    /** @var array[] Steps, each [table, key, column]. */
    private $steps = [];

    /** @var bool Whether it starts with a text. */
    private $startswithtext = false;

    /** @var bool Whether the last step reaches a context. */
    private $endsincontext = false;

    /** @var bool Whether what belongs to no course may be used. */
    private $maybenone = false;

    /**
     * Parse a way.
     *
     * @param string[] $steps like "quiz_attempts.quiz"
     */
    public function __construct(array $steps) {
        foreach ($steps as $step) {
            if ($step === self::CONTEXT) {
                $this->endsincontext = true;
            } else if ($step === self::OR_NONE) {
                $this->maybenone = true;
            } else {
                $this->add_step($step);
            }
        }
    }

    /**
     * Find a way by its name.
     *
     * @param string $name
     * @return self
     */
    public static function named(string $name): self {
        static $steps = null;
        static $ways = [];
        $steps = $steps ?? include(__DIR__ . '/course_tables/ways.php');
        return $ways[$name] = $ways[$name] ?? new self($steps[$name]);
    }

    /**
     * Tell whether it starts with a text instead of a number.
     *
     * @return bool
     */
    public function starts_with_text(): bool {
        return $this->startswithtext;
    }

    /**
     * Tell whether the last step reaches a context.
     *
     * @return bool
     */
    public function ends_in_context(): bool {
        return $this->endsincontext;
    }

    /**
     * Tell whether what belongs to no course may be used.
     *
     * @return bool
     */
    public function may_be_none(): bool {
        return $this->maybenone;
    }

    /**
     * Return the columns it needs.
     *
     * @return string[][] lists of columns by table
     */
    public function columns(): array {
        $columns = [];
        foreach ($this->steps as [$table, $key, $column]) {
            $columns[$table] = array_merge($columns[$table] ?? [], [$key, $column]);
        }
        return $columns;
    }

    /**
     * Return the query that leads from ids to what the last step reaches.
     *
     * @return string|null with %s for the condition on the ids; null if there is nothing to look up
     */
    public function sql(): ?string {
        if (!$this->steps) {
            return null;
        }
        [$table, $key] = $this->steps[0];
        $from = "{{$table}} t0";
        foreach (array_slice($this->steps, 1) as $index => [$joined, $joinedkey]) {
            $before = "t{$index}." . $this->steps[$index][2];
            $alias = 't' . ($index + 1);
            $from .= " JOIN {{$joined}} {$alias} ON {$alias}.{$joinedkey} = {$before}";
        }
        $last = count($this->steps) - 1;
        return "SELECT t0.{$key} AS given, t{$last}.{$this->steps[$last][2]} AS reached FROM {$from} WHERE t0.{$key} %s";
    }

    /**
     * Parse a step through a table.
     *
     * @param string $step like "quiz_attempts.quiz"
     */
    private function add_step(string $step): void {
        if (!preg_match('/^(\w+)(?:([:#])(\w+))?\.(\w+)$/D', $step, $parts)) {
            throw new \InvalidArgumentException("This is no step to a course: {$step}");
        }
        $this->startswithtext = $this->startswithtext || $parts[2] === '#';
        $this->steps[] = [$parts[1], $parts[3] !== '' ? $parts[3] : 'id', $parts[4]];
    }
}
