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
 * Gives each function its class.
 *
 * The reviewed table decides for standard Moodle; an admin can only make it
 * stricter. For what the table does not know the admin decides, and else
 * Moodle's own type: exactly "read" reads, all other words write.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class class_lookup {

    /** Reason of a class that an admin gave. */
    public const LISTED = 'listed';

    /** @var array Function name to [class, reason]. */
    private $table;

    /** @var array Function name to the class an admin gave it. */
    private $listed;

    /**
     * Set up the look-up.
     *
     * @param array $table function name to [class, reason]
     * @param array $listed function name to class
     */
    public function __construct(array $table, array $listed) {
        $this->table = $table;
        $this->listed = $listed;
    }

    /**
     * Return the table of standard Moodle.
     *
     * @return array function name to [class, reason]
     */
    public static function standard_table(): array {
        return require(__DIR__ . '/standard_functions.php');
    }

    /**
     * Tell whether an admin listed a function.
     *
     * @param string $name
     * @return bool
     */
    public function is_listed(string $name): bool {
        return isset($this->listed[$name]);
    }

    /**
     * Classify a function.
     *
     * @param string $name
     * @param bool $standard whether its component is part of standard Moodle
     * @param string $type what Moodle says it does
     * @return function_verdict
     */
    public function classify(string $name, bool $standard, string $type): function_verdict {
        $listed = $this->listed[$name] ?? null;
        if (!$standard || !isset($this->table[$name])) {
            return $this->classify_unknown($listed, $type);
        }
        [$class, $reason] = $this->table[$name];
        $strictest = function_class::stricter($class, $listed ?? $class);
        return new function_verdict($strictest, $strictest === $class ? $reason : self::LISTED);
    }

    /**
     * Classify a function that the table does not know.
     *
     * @param string|null $listed class an admin gave it
     * @param string $type what Moodle says it does
     * @return function_verdict
     */
    private function classify_unknown(?string $listed, string $type): function_verdict {
        if ($listed !== null) {
            return new function_verdict(function_class::stricter($listed, $listed), self::LISTED);
        }
        return new function_verdict($type === 'read' ? function_class::READ : function_class::WRITE, '');
    }
}
