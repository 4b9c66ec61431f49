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
 * A function's way from one class to another.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class class_change {

    /** Where functions of other plugins stand until an admin lists them: nobody learns of them. */
    public const HIDDEN = 'hidden';

    /** From the freest to the strictest. */
    private const ORDER = [
        function_class::READ, function_class::WRITE, function_class::DESTRUCTIVE, function_class::NEVER, self::HIDDEN,
    ];

    /** @var string The function. */
    private $name;

    /** @var string Class before, or HIDDEN. */
    private $from;

    /** @var string Class after, or HIDDEN. */
    private $to;

    /** @var string What the reviewed table says against it, empty if nothing. */
    private $reason;

    /**
     * Describe a change.
     *
     * @param string $name of the function
     * @param string $from one of function_class, or HIDDEN
     * @param string $to one of function_class, or HIDDEN
     * @param string $reason words of function_reason
     */
    public function __construct(string $name, string $from, string $to, string $reason) {
        $this->name = $name;
        $this->from = $from;
        $this->to = $to;
        $this->reason = $reason;
    }

    /**
     * Return the name of the function.
     *
     * @return string
     */
    public function name(): string {
        return $this->name;
    }

    /**
     * Return the class before.
     *
     * @return string one of function_class, or HIDDEN
     */
    public function from(): string {
        return $this->from;
    }

    /**
     * Return the class after.
     *
     * @return string one of function_class, or HIDDEN
     */
    public function to(): string {
        return $this->to;
    }

    /**
     * Return why the function has the class the table gives it.
     *
     * @return string words of function_reason, separated by blanks
     */
    public function reason(): string {
        return $this->reason;
    }

    /**
     * Tell whether assistants may do more after it than before.
     *
     * @return bool
     */
    public function loosens(): bool {
        return array_search($this->to, self::ORDER, true) < array_search($this->from, self::ORDER, true);
    }
}
