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
 * What a person may do to a connection: its owner narrows it, a manager sets any limits; both end it.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class authority {

    /** Lets a person manage the connections of all. */
    public const CAPABILITY = 'local/mcpgate:manage';

    /** @var int */
    private $actor;

    /** @var bool */
    private $isowner;

    /** @var bool */
    private $maywiden;

    /**
     * Hold what one person may do.
     *
     * @param int $actor
     * @param bool $isowner
     * @param bool $maywiden
     */
    private function __construct(int $actor, bool $isowner, bool $maywiden) {
        $this->actor = $actor;
        $this->isowner = $isowner;
        $this->maywiden = $maywiden;
    }

    /**
     * Find out what the person may do who really sits there, whoever they are signed in as.
     *
     * @param connection $connection
     * @return self|null null if nothing
     */
    public static function over(connection $connection): ?self {
        $actor = self::actual_person();
        $isowner = $actor === $connection->userid();
        $maywiden = self::is_manager();
        return $isowner || $maywiden ? new self($actor, $isowner, $maywiden) : null;
    }

    /**
     * Tell whether the person who really sits there manages the connections of all.
     *
     * @return bool
     */
    public static function is_manager(): bool {
        return has_capability(self::CAPABILITY, \context_system::instance(), self::actual_person());
    }

    /**
     * Return who acts.
     *
     * @return int
     */
    public function actor(): int {
        return $this->actor;
    }

    /**
     * Tell whether it is their own connection.
     *
     * @return bool
     */
    public function is_owner(): bool {
        return $this->isowner;
    }

    /**
     * Tell whether they may also take limits away.
     *
     * @return bool
     */
    public function may_widen(): bool {
        return $this->maywiden;
    }

    /**
     * Return what goes on record if they end it.
     *
     * @return string
     */
    public function revocation_reason(): string {
        return $this->isowner ? revocation_reason::PERSON : revocation_reason::ADMIN;
    }

    /**
     * Return who sits there, even if they are signed in as somebody else.
     *
     * @return int
     */
    private static function actual_person(): int {
        return (int) \core\session\manager::get_realuser()->id;
    }
}
