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
 * What a redeemed code or a refresh bought.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class grant {

    /** @var connection */
    private $connection;

    /** @var scope_set */
    private $scopes;

    /** @var int Seconds. */
    private $accessttl;

    /** @var int Seconds. */
    private $refreshttl;

    /**
     * Describe what was bought.
     *
     * @param connection $connection
     * @param scope_set $scopes of the access token
     * @param int $accessttl seconds
     * @param int $refreshttl seconds
     */
    public function __construct(connection $connection, scope_set $scopes, int $accessttl, int $refreshttl) {
        $this->connection = $connection;
        $this->scopes = $scopes;
        $this->accessttl = $accessttl;
        $this->refreshttl = $refreshttl;
    }

    /**
     * Return the grant as the bridge protocol writes it.
     *
     * @return array
     */
    public function to_message(): array {
        return [
            'connectionid' => $this->connection->id(),
            'scopes' => $this->scopes->names(),
            'resource' => $this->connection->resource(),
            'access_expires_in' => $this->accessttl,
            'refresh_expires_in' => $this->refreshttl,
        ];
    }
}
