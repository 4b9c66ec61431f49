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

use local_mcpgate\local\policy\limits;
use local_mcpgate\local\policy\narrowing;

/**
 * What somebody wants a connection to be from now on.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class connection_change {

    /** @var connection As it is. */
    private $connection;

    /** @var limits */
    private $limits;

    /** @var bool */
    private $writes;

    /** @var int|null */
    private $timeexpires;

    /**
     * Hold a wish.
     *
     * @param connection $connection as it is
     * @param limits $limits
     * @param bool $writes
     * @param int|null $timeexpires Unix time, null for as late as the site allows
     */
    public function __construct(connection $connection, limits $limits, bool $writes, ?int $timeexpires) {
        $this->connection = $connection;
        $this->limits = $limits;
        $this->writes = $writes;
        $this->timeexpires = $timeexpires ?? $connection->latest_end();
    }

    /**
     * Say what stands against it, whoever wants it.
     *
     * @param int $now Unix time
     * @return string[] by field
     */
    public function problems(int $now): array {
        $problems = [];
        if ($this->writes && !$this->connection->granted()->writes()) {
            $problems['mode'] = get_string('limit_modenotgranted', 'local_mcpgate');
        }
        if ($this->timeexpires !== null && $this->timeexpires <= $now) {
            $problems['timeexpires'] = get_string('limit_expirespast', 'local_mcpgate');
        }
        $latest = $this->connection->latest_end();
        if ($latest !== null && $this->timeexpires > $latest) {
            $problems['timeexpires'] = get_string('limit_expiresbeyond', 'local_mcpgate', userdate($latest));
        }
        return $problems;
    }

    /**
     * Say what of it would allow more than before.
     *
     * @return string[] by field
     */
    public function widenings(): array {
        $problems = narrowing::problems($this->connection->limits(), $this->limits);
        $end = $this->connection->timeexpires();
        if ($end !== null && ($this->timeexpires === null || $this->timeexpires > $end)) {
            $problems['timeexpires'] = get_string('limit_expireslater', 'local_mcpgate', userdate($end));
        }
        return $problems;
    }

    /**
     * Tell whether it is how things are.
     *
     * @return bool
     */
    public function is_none(): bool {
        return !$this->limits->changes_since($this->connection->limits())
            && $this->writes === $this->connection->granted()->writes()
            && $this->timeexpires === $this->connection->timeexpires();
    }

    /**
     * Make it so.
     *
     * @param int|null $by who wants it, null if no person is known
     * @param string|null $clientip where the wish came from
     * @return connection
     */
    public function save(?int $by, ?string $clientip): connection {
        return connections::change(
            $this->connection->id(),
            $this->limits,
            $this->connection->granted()->writing_only_if($this->writes),
            $this->timeexpires,
            $by,
            $clientip,
            $this->connection->revision()
        );
    }
}
