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
 * A function of this site whose code could be loaded.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class known_function {

    /** @var \stdClass What Moodle knows about it. */
    private $info;

    /** @var function_verdict Its class. */
    private $verdict;

    /**
     * Put together what is known.
     *
     * @param \stdClass $info as external_function_info() returns it
     * @param function_verdict $verdict
     */
    public function __construct(\stdClass $info, function_verdict $verdict) {
        $this->info = $info;
        $this->verdict = $verdict;
    }

    /**
     * Return its name.
     *
     * @return string
     */
    public function name(): string {
        return $this->info->name;
    }

    /**
     * Return the component that offers it.
     *
     * @return string
     */
    public function component(): string {
        return $this->info->component;
    }

    /**
     * Return the class it was given.
     *
     * @return string one of function_class
     */
    public function function_class(): string {
        return $this->verdict->function_class();
    }

    /**
     * Return why it has this class.
     *
     * @return string
     */
    public function reason(): string {
        return $this->verdict->reason();
    }

    /**
     * Tell whether it sits an assessment for a student.
     *
     * @return bool
     */
    public function assessment(): bool {
        return $this->verdict->assessment();
    }

    /**
     * Return what Moodle says it does.
     *
     * @return string "read", "write", or whatever its plugin wrote
     */
    public function type(): string {
        return (string) ($this->info->type ?? '');
    }

    /**
     * Return what its plugin says about it.
     *
     * @return string
     */
    public function description(): string {
        return (string) ($this->info->description ?? '');
    }

    /**
     * Tell whether its plugin will drop it.
     *
     * @return bool
     */
    public function deprecated(): bool {
        return !empty($this->info->deprecated);
    }

    /**
     * Return the class that implements it; some override how arguments are validated.
     *
     * @return string
     */
    public function implementation(): string {
        return $this->info->classname;
    }

    /**
     * Return the description of its arguments.
     *
     * @return \core_external\external_function_parameters
     */
    public function parameters(): object {
        return $this->info->parameters_desc;
    }

    /**
     * Return the description of its result.
     *
     * @return \core_external\external_description|null null if it returns nothing
     */
    public function returns(): ?object {
        return $this->info->returns_desc;
    }

    /**
     * Return the names of its arguments.
     *
     * @return string[]
     */
    public function argument_names(): array {
        return array_map('strval', array_keys($this->info->parameters_desc->keys));
    }
}
