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
 * What an admin said of a function by its exact name wins, be it looser or stricter. Then the
 * reviewed table decides for standard Moodle. For what the table does not know Moodle's own
 * type counts: exactly "read" reads, all other words write.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class class_lookup {

    /** Reason of a class that an admin gave. */
    public const LISTED = 'listed';

    /** @var array[] Rows of the reviewed table by name of function. */
    private $table;

    /** @var array Function name to the class an admin gave it. */
    private $listed;

    /**
     * Set up the look-up.
     *
     * @param array[] $table rows of the reviewed table by name of function
     * @param array $listed function name to class
     */
    public function __construct(array $table, array $listed) {
        $this->table = $table;
        $this->listed = $listed;
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
     * Return the class an admin gave a function.
     *
     * @param string $name
     * @return string|null null for none, "never" for what is no class
     */
    public function listed(string $name): ?string {
        $listed = $this->listed[$name] ?? null;
        return $listed === null || in_array($listed, function_class::ALL, true) ? $listed : function_class::NEVER;
    }

    /**
     * Classify a function.
     *
     * @param string $name
     * @param bool $standard whether standard Moodle offers it
     * @param string $type what Moodle says it does
     * @return function_verdict
     */
    public function classify(string $name, bool $standard, string $type): function_verdict {
        $own = $this->unlisted($name, $standard, $type);
        $listed = $this->listed($name);
        return $listed === null ? $own : new function_verdict($listed, self::LISTED, $own->assessment());
    }

    /**
     * Classify a function as if no admin had said anything.
     *
     * @param string $name
     * @param bool $standard whether standard Moodle offers it
     * @param string $type what Moodle says it does
     * @return function_verdict
     */
    public function unlisted(string $name, bool $standard, string $type): function_verdict {
        if ($standard && isset($this->table[$name])) {
            return standard_table::verdict($this->table[$name]);
        }
        return new function_verdict($type === 'read' ? function_class::READ : function_class::WRITE, '', false);
    }
}
