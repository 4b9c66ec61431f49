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

use local_mcpgate\local\bridge\answer;
use local_mcpgate\local\policy\course_rules;

/**
 * All functions assistants may know of, described for the sidecar.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class catalogue {

    /** @var function_directory Where the functions are found. */
    private $directory;

    /** @var array[] Descriptions, sorted by name. */
    private $functions = [];

    /** @var array[] Functions that cannot be described, and why. */
    private $broken = [];

    /**
     * Describe the functions of a directory.
     *
     * @param function_directory $directory
     */
    public function __construct(function_directory $directory) {
        $this->directory = $directory;
        foreach ($directory->shown() as $record) {
            $this->add($record);
        }
    }

    /**
     * Return the descriptions.
     *
     * @return array[] sorted by name
     */
    public function functions(): array {
        return $this->functions;
    }

    /**
     * Return what could not be described.
     *
     * @return array[] each with name and message
     */
    public function broken(): array {
        return $this->broken;
    }

    /**
     * Describe one function; one that is broken does not stop the others.
     *
     * @param \stdClass $record row of external_functions
     */
    private function add(\stdClass $record): void {
        try {
            $description = self::describe($this->directory->load($record));
            json_encode($description, answer::FLAGS | JSON_THROW_ON_ERROR);
            $this->functions[] = $description;
        } catch (\Throwable $error) {
            $this->broken[] = ['name' => $record->name, 'message' => $error->getMessage()];
        }
    }

    /**
     * Describe one function.
     *
     * @param known_function $function
     * @return array
     */
    private static function describe(known_function $function): array {
        $returns = $function->returns();
        return [
            'name' => $function->name(),
            'component' => $function->component(),
            'type' => $function->type(),
            'class' => $function->function_class(),
            'reason' => $function->reason(),
            'assessment' => $function->assessment(),
            'limitable' => course_rules::usable($function->name()),
            'description' => $function->description(),
            'deprecated' => $function->deprecated(),
            'parameters' => description_tree::of($function->parameters()),
            'returns' => $returns ? description_tree::of($returns) : null,
        ];
    }
}
