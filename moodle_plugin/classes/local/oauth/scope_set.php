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

use local_mcpgate\local\bridge\bridge_exception;

/**
 * What a connection or a token is good for. To write includes to read.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class scope_set {

    /** Find and call functions that only read. */
    public const READ = 'api.read';

    /** Call functions that change something. */
    public const WRITE = 'api.write';

    /** @var bool Whether api.write is in the set; api.read always is. */
    private $writes;

    /**
     * Make a set.
     *
     * @param bool $writes
     */
    private function __construct(bool $writes) {
        $this->writes = $writes;
    }

    /**
     * Read names as a client or a column gives them.
     *
     * @param string[] $names
     * @return self
     * @throws bridge_exception invalid_scope for none, or for a name that is not ours
     */
    public static function of(array $names): self {
        if (!$names || array_diff($names, [self::READ, self::WRITE])) {
            throw new bridge_exception('invalid_scope', 'Only api.read and api.write can be asked for.');
        }
        return new self(in_array(self::WRITE, $names, true));
    }

    /**
     * Read a column.
     *
     * @param string $stored names with spaces between
     * @return self
     */
    public static function stored(string $stored): self {
        return self::of(explode(' ', $stored));
    }

    /**
     * Return the names, api.read first.
     *
     * @return string[]
     */
    public function names(): array {
        return $this->writes ? [self::READ, self::WRITE] : [self::READ];
    }

    /**
     * Return the names as a column keeps them.
     *
     * @return string
     */
    public function column(): string {
        return implode(' ', $this->names());
    }

    /**
     * Tell whether api.write is in the set.
     *
     * @return bool
     */
    public function writes(): bool {
        return $this->writes;
    }

    /**
     * Return what is in this set and in another.
     *
     * @param self $other
     * @return self
     */
    public function within(self $other): self {
        return new self($this->writes && $other->writes);
    }

    /**
     * Return this set without api.write, unless it is allowed.
     *
     * @param bool $allowed
     * @return self
     */
    public function writing_only_if(bool $allowed): self {
        return new self($this->writes && $allowed);
    }
}
