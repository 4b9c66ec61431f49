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

namespace local_mcpgate\task;

use local_mcpgate\local\bridge\heartbeat;
use local_mcpgate\local\oauth\connections;
use local_mcpgate\local\oauth\requests;
use local_mcpgate\local\webhook\delivery_queue;

/**
 * Forgets what nobody will ask for any more.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class cleanup extends \core\task\scheduled_task {

    /** @var int Seconds that ended tokens are kept, so that their use can still be named. */
    private const TOKENS_KEPT_S = 86400;

    /**
     * Return the name admins see.
     *
     * @return string
     */
    public function get_name() {
        return get_string('task_cleanup', 'local_mcpgate');
    }

    /**
     * Delete, in an order that leaves no row without the one it refers to.
     */
    public function execute() {
        global $DB;
        $now = time();
        $DB->delete_records_select('local_mcpgate_request', 'timeexpires < ?', [$now - requests::KEPT_S]);
        $DB->delete_records_select('local_mcpgate_token', 'timeexpires < ?', [$now - self::TOKENS_KEPT_S]);
        $this->delete_tokens_of_revoked_connections($now);
        $this->delete_connections_never_fetched($now);
        $this->delete_clients_never_used($now);
        $DB->delete_records_select('local_mcpgate_spent', 'timeexpires < ?', [$now]);
        delivery_queue::forget_settled($now);
        heartbeat::forget_gone($now);
    }

    /**
     * Delete tokens that open nothing any more.
     *
     * @param int $now
     */
    private function delete_tokens_of_revoked_connections(int $now): void {
        global $DB;
        $revoked = 'SELECT id FROM {local_mcpgate_connection} WHERE timerevoked < ?';
        $DB->delete_records_select('local_mcpgate_token', "connectionid IN ({$revoked})", [$now - self::TOKENS_KEPT_S]);
    }

    /**
     * Delete connections whose code was never redeemed.
     *
     * @param int $now
     */
    private function delete_connections_never_fetched(int $now): void {
        global $DB;
        $waiting = 'SELECT connectionid FROM {local_mcpgate_request} WHERE connectionid IS NOT NULL';
        $select = "timeactivated IS NULL AND timecreated < ? AND id NOT IN ({$waiting})";
        $DB->delete_records_select('local_mcpgate_connection', $select, [$now - connections::PENDING_LIFETIME_S]);
    }

    /**
     * Delete clients that connected nobody in time; those an admin entered have no time to keep, and nor have those in use.
     *
     * @param int $now
     */
    private function delete_clients_never_used(int $now): void {
        global $DB;
        $used = 'SELECT clientid FROM {local_mcpgate_connection}';
        $asking = 'SELECT clientid FROM {local_mcpgate_request}';
        $select = "timeexpires <= ? AND id NOT IN ({$used}) AND id NOT IN ({$asking})";
        $DB->delete_records_select('local_mcpgate_client', $select, [$now]);
    }
}
