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

use local_mcpgate\local\record\audit_writer;
use local_mcpgate\local\record\outcome;

/**
 * Remembers what verifications found, and puts on record what is wrong, once.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class verdict_log {

    /** Kind of the row that says that the record is not what it was. */
    public const KIND = 'record_broken';

    /** @var string Setting with the last fault that was put on record. */
    private const FAULT = 'sealfault';

    /** @var string Setting with what was found when all of it was verified last. */
    private const FULL = 'sealverdict';

    /** @var string Setting with the seal up to which this round of verification came. */
    private const CURSOR = 'sealcursor';

    /** @var int Rows verified in a day, unless there are fewer. */
    private const PART = 200000;

    /**
     * Verify the part whose turn it is.
     *
     * @param int $now Unix time
     * @return verdict
     */
    public static function verify_part(int $now): verdict {
        $after = (int) get_config('local_mcpgate', self::CURSOR);
        $verdict = verifier::of_site()->verify($after, self::PART);
        set_config(self::CURSOR, $verdict->next(), 'local_mcpgate');
        if ($verdict->fault() !== null || $verdict->next() === 0) {
            self::keep($verdict, $now);
        }
        return $verdict;
    }

    /**
     * Keep what was found when all of it was verified.
     *
     * @param verdict $verdict
     * @param int $now Unix time
     */
    public static function keep(verdict $verdict, int $now): void {
        $fault = $verdict->fault() === null ? null : $verdict->fault()->facts();
        set_config(self::FULL, json_encode(['time' => $now, 'fault' => $fault]), 'local_mcpgate');
        self::put_on_record($verdict);
    }

    /**
     * Return what was found when all of it was verified last.
     *
     * @return array|null time, fault
     */
    public static function last(): ?array {
        return json_decode((string) get_config('local_mcpgate', self::FULL), true);
    }

    /**
     * Put on record what is wrong, unless it is there.
     *
     * @param verdict $verdict
     */
    private static function put_on_record(verdict $verdict): void {
        $fault = $verdict->fault() === null ? null : $verdict->fault()->facts();
        $known = json_encode($fault);
        if ($known === (string) get_config('local_mcpgate', self::FAULT)) {
            return;
        }
        set_config(self::FAULT, $known, 'local_mcpgate');
        if ($fault === null) {
            return;
        }
        $places = array_filter(['seal' => $fault['seal'], 'row' => $fault['auditid'], 'place' => $fault['chainnumber']]);
        audit_writer::write([
            'kind' => self::KIND,
            'outcome' => outcome::ERROR,
            'errorcode' => $fault['kind'],
            'argumentkeys' => array_map(static function (string $name, int $number): string {
                return "{$name}_{$number}";
            }, array_keys($places), $places),
        ]);
    }
}
