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

/**
 * The connections that a page lists; those that no client fetched are left out.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class connection_listing {

    /** Connections on one page. */
    public const PAGE = 50;

    /** @var int|null */
    private $userid;

    /** @var bool */
    private $isown;

    /**
     * Choose whose connections to list.
     *
     * @param int|null $userid of one person, or of everybody
     * @param bool $isown whether that person looks
     */
    public function __construct(?int $userid, bool $isown) {
        $this->userid = $userid;
        $this->isown = $isown;
    }

    /**
     * Tell whether people list what is theirs.
     *
     * @return bool
     */
    public function is_own(): bool {
        return $this->isown;
    }

    /**
     * Tell whether it lists the connections of everybody.
     *
     * @return bool
     */
    public function is_of_all(): bool {
        return $this->userid === null;
    }

    /**
     * Count the connections.
     *
     * @return int
     */
    public function count(): int {
        return connections::count_fetched($this->userid);
    }

    /**
     * Return those of one page, the latest first.
     *
     * @param int $number from 0
     * @return connection[]
     */
    public function page(int $number): array {
        return connections::fetched($this->userid, $number * self::PAGE, self::PAGE);
    }
}
