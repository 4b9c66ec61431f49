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
 * A function of this site as its admin sees it, hidden ones too; its code is not loaded.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class site_function {

    /** @var \stdClass Row of external_functions. */
    private $record;

    /** @var bool Whether standard Moodle offers it. */
    private $standard;

    /** @var function_verdict Its class while no admin says otherwise. */
    private $own;

    /** @var string|null Class an admin gave it. */
    private $listed;

    /**
     * Put together what is known.
     *
     * @param \stdClass $record row of external_functions
     * @param bool $standard whether standard Moodle offers it
     * @param function_verdict $own
     * @param string|null $listed class an admin gave it
     */
    public function __construct(\stdClass $record, bool $standard, function_verdict $own, ?string $listed) {
        $this->record = $record;
        $this->standard = $standard;
        $this->own = $own;
        $this->listed = $listed;
    }

    /**
     * Return its name.
     *
     * @return string
     */
    public function name(): string {
        return $this->record->name;
    }

    /**
     * Return the component that offers it.
     *
     * @return string
     */
    public function component(): string {
        return $this->record->component;
    }

    /**
     * Tell whether standard Moodle offers it.
     *
     * @return bool
     */
    public function standard(): bool {
        return $this->standard;
    }

    /**
     * Return why it has the class it has while no admin says otherwise.
     *
     * @return string words of function_reason, separated by blanks
     */
    public function reason(): string {
        return $this->own->reason();
    }

    /**
     * Tell whether it sits an assessment for a student.
     *
     * @return bool
     */
    public function assessment(): bool {
        return $this->own->assessment();
    }

    /**
     * Return the class an admin gave it.
     *
     * @return string|null one of function_class
     */
    public function listed(): ?string {
        return $this->listed;
    }

    /**
     * Return the class it has while no admin says otherwise.
     *
     * @return string one of function_class, or class_change::HIDDEN
     */
    public function unlisted(): string {
        return $this->standard ? $this->own->function_class() : class_change::HIDDEN;
    }

    /**
     * Return the class in force.
     *
     * @return string one of function_class, or class_change::HIDDEN
     */
    public function current(): string {
        return $this->listed ?? $this->unlisted();
    }

    /**
     * Return the class its plugin suggests by what it says of it.
     *
     * @return string one of function_class
     */
    public function suggested(): string {
        return $this->own->function_class();
    }

    /**
     * Describe what would change.
     *
     * @param string|null $class an admin's, null to take it away
     * @return class_change
     */
    public function change_to(?string $class): class_change {
        return new class_change($this->name(), $this->current(), $class ?? $this->unlisted(), $this->reason());
    }
}
