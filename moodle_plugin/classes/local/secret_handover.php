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

namespace local_mcpgate\local;

/**
 * Carries a new secret from the request that made it to the page that shows it, once.
 *
 * On the way it lies in the admin's session, encrypted.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class secret_handover {

    /** @var int Seconds in which the page has to come for it. */
    private const LIFETIME_S = 300;

    /**
     * Put a secret there, in the place of any other.
     *
     * @param string $kind client or webhook
     * @param int $id of the one whose it is
     * @param string $secret
     */
    public static function keep(string $kind, int $id, string $secret): void {
        global $SESSION;
        $SESSION->local_mcpgate_secret = [
            'owner' => "{$kind}-{$id}",
            'sealed' => \core\encryption::encrypt($secret),
            'timeexpires' => time() + self::LIFETIME_S,
        ];
    }

    /**
     * Take a secret from there.
     *
     * @param string $kind client or webhook
     * @param int $id of the one whose it is to be
     * @return string|null null if there is none: it was shown, or nobody came for it
     */
    public static function take(string $kind, int $id): ?string {
        global $SESSION;
        $kept = $SESSION->local_mcpgate_secret ?? null;
        unset($SESSION->local_mcpgate_secret);
        if ($kept === null || $kept['owner'] !== "{$kind}-{$id}" || $kept['timeexpires'] < time()) {
            return null;
        }
        return \core\encryption::decrypt($kept['sealed']);
    }
}
