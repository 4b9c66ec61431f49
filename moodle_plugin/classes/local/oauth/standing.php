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
use local_mcpgate\local\call\person_gate;
use local_mcpgate\local\policy\address_limit;
use local_mcpgate\local\site_settings;

/**
 * Whether the person behind a code or a refresh token may still have a client act for them, from where it is.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class standing {

    /**
     * Refuse an address that is not on the connection's list.
     *
     * @param connection $connection
     * @param string|null $clientip
     * @throws bridge_exception invalid_grant
     */
    public static function require_address(connection $connection, ?string $clientip): void {
        if (!address_limit::of($connection->limits())->admits($clientip)) {
            throw invalid_grant::because('address_refused');
        }
    }

    /**
     * Refuse a person who may not.
     *
     * @param int $userid
     * @throws bridge_exception invalid_grant, with the state of the person or of the site as its reason
     */
    public static function require_good(int $userid): void {
        try {
            person_gate::admit($userid);
        } catch (bridge_exception $refusal) {
            throw invalid_grant::from($refusal);
        }
        if (!site_settings::current()->enabled()) {
            throw invalid_grant::because('mcp_disabled');
        }
        if (!person::may_connect($userid)) {
            throw invalid_grant::because('capability_missing');
        }
    }
}
