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

namespace local_mcpgate\local\call;

use local_mcpgate\local\bridge\bridge_exception;
use local_mcpgate\local\functions\known_function;

/**
 * Validates arguments with Moodle's own rules, and says which one is wrong.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class argument_check {

    /** Moodle's VALUE_REQUIRED. */
    private const REQUIRED = 1;

    /** @var callable Moodle's validation; some functions bring their own. */
    private $validate;

    /**
     * Check with a validation.
     *
     * @param callable $validate gets a description and a value, returns the value cleaned or throws
     */
    public function __construct(callable $validate) {
        $this->validate = $validate;
    }

    /**
     * Validate the arguments of a function.
     *
     * @param known_function $function
     * @param array $arguments as the client sent them
     * @return array cleaned, with defaults
     * @throws bridge_exception arguments_invalid with detail path and problem
     */
    public static function cleaned(known_function $function, array $arguments): array {
        $check = new self([$function->implementation(), 'validate_parameters']);
        $problem = $check->first_problem($function->parameters(), $arguments, '');
        if ($problem !== null) {
            [$path, $what] = $problem;
            $subject = $path === '' ? 'The arguments' : "The argument \"{$path}\"";
            throw new bridge_exception('arguments_invalid', "{$subject}: {$what}.", ['path' => $path, 'problem' => $what]);
        }
        return $function->implementation()::validate_parameters($function->parameters(), $arguments);
    }

    /**
     * Find the first problem of a value.
     *
     * @param object $description an external_description
     * @param mixed $value
     * @param string $path of the value, like options[0].name
     * @return string[]|null path and problem
     */
    public function first_problem(object $description, $value, string $path): ?array {
        try {
            ($this->validate)($description, $value);
            return null;
        } catch (\Throwable $error) {
            return $this->locate($description, $value, $path);
        }
    }

    /**
     * Find where a value that does not validate goes wrong.
     *
     * @param object $description
     * @param mixed $value
     * @param string $path
     * @return string[] path and problem
     */
    private function locate(object $description, $value, string $path): array {
        if (isset($description->keys)) {
            return is_array($value) ? $this->locate_in_structure($description, $value, $path) : [$path, 'an object is needed'];
        }
        if (isset($description->content)) {
            return is_array($value) ? $this->locate_in_list($description, $value, $path) : [$path, 'a list is needed'];
        }
        return [$path, "a value of type {$description->type} is needed"];
    }

    /**
     * Find which member of an object goes wrong.
     *
     * @param object $description
     * @param array $value
     * @param string $path
     * @return string[] path and problem
     */
    private function locate_in_structure(object $description, array $value, string $path): array {
        foreach ($description->keys as $name => $member) {
            $inner = $path === '' ? (string) $name : "{$path}.{$name}";
            if (array_key_exists($name, $value)) {
                $problem = $this->first_problem($member, $value[$name], $inner);
            } else {
                $problem = (int) $member->required === self::REQUIRED ? [$inner, 'it is required'] : null;
            }
            if ($problem !== null) {
                return $problem;
            }
        }
        $names = implode(', ', array_keys($description->keys));
        return [$path, $names === '' ? 'there are none' : "the only names are {$names}"];
    }

    /**
     * Find which item of a list goes wrong.
     *
     * @param object $description
     * @param array $value
     * @param string $path
     * @return string[] path and problem
     */
    private function locate_in_list(object $description, array $value, string $path): array {
        foreach (array_values($value) as $index => $item) {
            $problem = $this->first_problem($description->content, $item, "{$path}[{$index}]");
            if ($problem !== null) {
                return $problem;
            }
        }
        return [$path, 'a list is needed'];
    }
}
