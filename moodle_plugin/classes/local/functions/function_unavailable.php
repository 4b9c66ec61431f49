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
 * A function that nobody can reach here; only the record learns why.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class function_unavailable extends \Exception {

    /** The site has no function of this name. */
    public const MISSING = 'missing';

    /** It belongs to a plugin outside standard Moodle and no admin listed it. */
    public const UNLISTED = 'unlisted';

    /** Its code cannot be loaded. */
    public const BROKEN = 'broken';

    /** Its class is "never". */
    public const NEVER = 'never';

    /** The connection is narrowed to other functions. */
    public const PATTERN = 'pattern';

    /** @var string One of the constants. */
    private $rule;

    /**
     * Say why.
     *
     * @param string $rule one of the constants
     * @param string $message for the log
     */
    public function __construct(string $rule, string $message = '') {
        parent::__construct($message === '' ? $rule : $message);
        $this->rule = $rule;
    }

    /**
     * Return the rule that keeps it out of reach.
     *
     * @return string one of the constants
     */
    public function rule(): string {
        return $this->rule;
    }
}
