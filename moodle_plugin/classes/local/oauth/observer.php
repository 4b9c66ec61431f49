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

use local_mcpgate\local\epoch;

/**
 * Lets connections follow what happens to their person.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class observer {

    /**
     * End the connections of a deleted account.
     *
     * @param \core\event\user_deleted $event
     */
    public static function user_deleted(\core\event\user_deleted $event): void {
        connections::revoke_all((int) $event->objectid, self::actor($event), revocation_reason::USER_DELETED);
    }

    /**
     * End the connections of a person who is suspended now; of any other change let sidecars hear.
     *
     * A directory that writes into the table itself causes no event: every call asks for the person's state anyway.
     *
     * @param \core\event\user_updated $event
     */
    public static function user_updated(\core\event\user_updated $event): void {
        global $DB;
        $userid = (int) $event->objectid;
        if (!connections::list($userid)) {
            return;
        }
        if ($DB->get_field('user', 'suspended', ['id' => $userid])) {
            connections::revoke_all($userid, self::actor($event), revocation_reason::USER_SUSPENDED);
        } else {
            epoch::bump();
        }
    }

    /**
     * End the connections of a person whose password changed, where the site wants that of tokens.
     *
     * @param \core\event\user_password_updated $event
     */
    public static function user_password_updated(\core\event\user_password_updated $event): void {
        global $CFG;
        if (!empty($CFG->passwordchangetokendeletion)) {
            connections::revoke_all((int) $event->relateduserid, self::actor($event), revocation_reason::PASSWORD_CHANGED);
        }
    }

    /**
     * Return the person who did it.
     *
     * @param \core\event\base $event
     * @return int|null
     */
    private static function actor(\core\event\base $event): ?int {
        return $event->userid > 0 ? (int) $event->userid : null;
    }
}
