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

/**
 * The one endpoint the sidecar talks to.
 *
 * There is no session and no login here: every request is signed with the
 * bridge's key, and whoever it acts for is derived from a connection.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

// phpcs:disable moodle.Files.RequireLogin.Missing -- Requests are signed; see above.

define('NO_DEBUG_DISPLAY', true);
define('WS_SERVER', true);

// Moodle may end the request while it boots, so this stands before config.php.
require_once(__DIR__ . '/classes/local/bridge/last_word.php');
\local_mcpgate\local\bridge\last_word::arm();

require(__DIR__ . '/../../config.php');

(new \local_mcpgate\local\bridge\endpoint(\local_mcpgate\local\bridge\last_word::current()))->serve();
