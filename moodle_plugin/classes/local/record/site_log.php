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

namespace local_mcpgate\local\record;

/**
 * Puts events into the site's logs, whoever asked for what they tell of.
 *
 * Log stores can be set to leave out what nobody did who is logged in, and the one for an external
 * database is from the start. At the bridge nobody is: there, as in cron, it is the site that tells.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class site_log {

    /**
     * Trigger an event; what goes wrong with those who hear of it changes nothing for who caused it.
     *
     * @param \core\event\base $event
     */
    public static function tell(\core\event\base $event): void {
        try {
            self::during([$event, 'trigger']);
        } catch (\Throwable $error) {
            $what = get_class($error) . ': ' . $error->getMessage();
            error_log("local_mcpgate: {$event->eventname} did not reach everybody: {$what}");
        }
    }

    /**
     * Do something that lets events go out.
     *
     * A session that is kept never sees another account, not even for a moment.
     *
     * @param callable $act
     */
    public static function during(callable $act): void {
        $admin = !NO_MOODLE_COOKIES || isloggedin() ? null : get_admin();
        if (!$admin) {
            $act();
            return;
        }
        $nobody = $GLOBALS['USER'];
        $GLOBALS['USER'] = clone $admin;
        try {
            $act();
        } finally {
            $GLOBALS['USER'] = $nobody;
        }
    }
}
