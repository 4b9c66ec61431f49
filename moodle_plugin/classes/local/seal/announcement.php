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

namespace local_mcpgate\local\seal;

use local_mcpgate\event\record_sealed;
use local_mcpgate\local\record\site_log;
use local_mcpgate\local\webhook\outbox;

/**
 * Sends the newest seal out, so that nobody can rewrite what came before it without being found out.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class announcement {

    /** @var string Type of the message. */
    private const TYPE = 'record.sealed';

    /** @var int Seconds between two of them. */
    private const INTERVAL_S = 60;

    /**
     * Send the newest seal out unless it was sent, or another one was a moment ago; needs the lock.
     *
     * @param int $now Unix time
     */
    public static function make(int $now): void {
        global $DB;
        $seal = seals::newest();
        $last = seals::newest_announced();
        if ($seal === null || $seal->time_announced() !== null) {
            return;
        }
        if ($last !== null && $now >= $last->time_announced() && $now < $last->time_announced() + self::INTERVAL_S) {
            return;
        }
        $transaction = $DB->start_delegated_transaction();
        $DB->set_field(seals::TABLE, 'timeannounced', $now, ['id' => $seal->id()]);
        outbox::announce(self::TYPE, $seal->facts());
        $transaction->allow_commit();
        site_log::tell(record_sealed::of($seal));
    }
}
