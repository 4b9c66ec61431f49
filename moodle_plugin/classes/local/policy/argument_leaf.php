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
 * One value among the arguments of a call, and where it stands.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class argument_leaf {

    /** @var string Where it stands, like "options[].value". */
    private $path;

    /** @var mixed The value, as validated. */
    private $value;

    /** @var string Moodle's type of it. */
    private $type;

    /** @var array The values it stands beside, by name. */
    private $siblings;

    /**
     * Put together a value and its place.
     *
     * @param string $path like "options[].value"
     * @param mixed $value as validated
     * @param string $type Moodle's type of it
     * @param array $siblings the values it stands beside, by name
     */
    public function __construct(string $path, $value, string $type, array $siblings) {
        $this->path = $path;
        $this->value = $value;
        $this->type = $type;
        $this->siblings = $siblings;
    }

    /**
     * Return where the value stands.
     *
     * @return string like "options[].value"
     */
    public function path(): string {
        return $this->path;
    }

    /**
     * Return the name the value goes by; items of a list go by the list's.
     *
     * @return string
     */
    public function name(): string {
        $names = explode('.', str_replace('[]', '', $this->path));
        return end($names);
    }

    /**
     * Return the value.
     *
     * @return mixed
     */
    public function value() {
        return $this->value;
    }

    /**
     * Tell whether the value says nothing.
     *
     * @return bool
     */
    public function is_empty(): bool {
        return in_array($this->value, [null, '', '0', 0, false], true);
    }

    /**
     * Tell whether the value may be an id, by its type and name.
     *
     * @return bool
     */
    public function may_be_id(): bool {
        if (in_array($this->type, ['bool', 'float'], true)) {
            return false;
        }
        return $this->type === 'int' || preg_match('/ids?$/iD', $this->name()) === 1;
    }

    /**
     * Return a value that stands beside it.
     *
     * @param string $name
     * @return string empty if there is none
     */
    public function sibling(string $name): string {
        $value = $this->siblings[$name] ?? '';
        return is_scalar($value) ? (string) $value : '';
    }
}
