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

namespace local_mcpgate\local\oauth;

use local_mcpgate\local\bridge\body_reader;
use local_mcpgate\local\bridge\bridge_exception;

/**
 * What tokens are for: the MCP endpoint of this site and nothing else (RFC 8707).
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class audience {

    /** Bytes of a resource. */
    public const MAX_LENGTH = 1333;

    /**
     * Refuse a client that names another resource; it need not name one.
     *
     * @param body_reader $fields
     * @param string $resource
     * @throws bridge_exception invalid_target
     */
    public static function require_same(body_reader $fields, string $resource): void {
        $asked = $fields->optional_text('resource', self::MAX_LENGTH);
        if ($asked !== null && $asked !== $resource) {
            throw new bridge_exception('invalid_target', 'The resource is not the MCP endpoint of this site.');
        }
    }
}
