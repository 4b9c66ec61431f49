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
 * A class that was not given to a function, and why.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class override_refused extends \Exception {

    /** The site has no function of exactly this name. */
    public const UNKNOWN = 'function_unknown';

    /** There is no such class. */
    public const BAD_CLASS = 'function_badclass';

    /** Nobody gave this function another class. */
    public const NOT_LISTED = 'function_notlisted';

    /** Assistants could do more, and nobody said that this is meant. */
    public const UNCONFIRMED = 'function_unconfirmed';

    /** @var string One of the constants; also the key of the words for people. */
    private $rule;

    /** @var class_change|null What was asked for, as far as it made sense. */
    private $change;

    /**
     * Say why.
     *
     * @param string $rule one of the constants
     * @param class_change|null $change
     */
    public function __construct(string $rule, ?class_change $change = null) {
        parent::__construct($rule);
        $this->rule = $rule;
        $this->change = $change;
    }

    /**
     * Return what was broken.
     *
     * @return string one of the constants
     */
    public function rule(): string {
        return $this->rule;
    }

    /**
     * Return what would have changed.
     *
     * @return class_change|null
     */
    public function change(): ?class_change {
        return $this->change;
    }
}
