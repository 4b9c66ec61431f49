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

namespace local_mcpgate\local\record;

/**
 * Which rows of the record are meant, as conditions of a query.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class record_selection {

    /** @var string What queries call the table. */
    private $alias;

    /** @var string[] SQL conditions. */
    private $conditions = [];

    /** @var array Their parameters. */
    private $params = [];

    /** @var string[] What rows were chosen by. */
    private $names = [];

    /**
     * Begin with all rows.
     *
     * @param string $alias what conditions call the table
     */
    public function __construct(string $alias) {
        $this->alias = $alias;
    }

    /**
     * Keep the rows for which a condition holds, too.
     *
     * @param string $name of what they are chosen by
     * @param string $sql
     * @param array $params
     * @return self
     */
    public function where(string $name, string $sql, array $params): self {
        $narrowed = clone $this;
        $narrowed->conditions[] = "({$sql})";
        $narrowed->params += $params;
        $narrowed->names[] = $name;
        return $narrowed;
    }

    /**
     * Return what queries call the table.
     *
     * @return string
     */
    public function alias(): string {
        return $this->alias;
    }

    /**
     * Return all conditions.
     *
     * @return string SQL
     */
    public function sql(): string {
        return implode(' AND ', $this->conditions ?: ['1 = 1']);
    }

    /**
     * Return the parameters of the conditions.
     *
     * @return array
     */
    public function params(): array {
        return $this->params;
    }

    /**
     * Return what rows were chosen by.
     *
     * @return string[]
     */
    public function names(): array {
        return $this->names;
    }
}
