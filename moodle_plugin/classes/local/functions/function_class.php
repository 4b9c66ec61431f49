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
 * What a function does to the site, from harmless to out of reach.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class function_class {

    /** Changes nothing that matters. */
    public const READ = 'read';

    /** Changes something. */
    public const WRITE = 'write';

    /** Deletes, or cannot be undone; waits for a person. */
    public const DESTRUCTIVE = 'destructive';

    /** Cannot be reached through this plugin. */
    public const NEVER = 'never';

    /** From the freest to the strictest. */
    public const ALL = [self::READ, self::WRITE, self::DESTRUCTIVE, self::NEVER];
}
