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

namespace local_mcpgate\check;

use core\check\check;
use core\check\result;
use local_mcpgate\local\seal\fault_words;
use local_mcpgate\local\seal\seals;
use local_mcpgate\local\seal\signing_keys;
use local_mcpgate\local\seal\stray_rows;
use local_mcpgate\local\seal\verdict;
use local_mcpgate\local\seal\verdict_log;
use local_mcpgate\local\seal\verifier;

/**
 * Whether the newest part of the record is as it was sealed, and what was found when all of it was verified.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class sealed_record extends check {

    /** @var int Rows that are verified while somebody waits for the page. */
    private const NEWEST = 1000;

    /** @var int Seconds; sealing takes a minute at most where cron or a sidecar runs. */
    private const PATIENCE_S = 600;

    /**
     * Return what the check is called.
     *
     * @return string
     */
    public function get_name(): string {
        return get_string('check_sealed_record', 'local_mcpgate');
    }

    /**
     * Verify.
     *
     * @return result
     */
    public function get_result(): result {
        $last = verdict_log::last();
        $verdict = verifier::of_site()->verify_newest(self::NEWEST);
        $fault = $verdict->fault() === null ? $last['fault'] ?? null : $verdict->fault()->facts();
        if ($fault !== null) {
            return new result(result::ERROR, fault_words::of($fault), $this->details($last));
        }
        $warning = $this->warning($verdict);
        if ($warning !== null) {
            return new result(result::WARNING, $warning, $this->details($last));
        }
        $rows = $verdict->facts()['rows'];
        return new result(result::OK, get_string('check_sealed_record_whole', 'local_mcpgate', $rows), $this->details($last));
    }

    /**
     * Say what an admin should look after though nothing is wrong.
     *
     * @param verdict $verdict
     * @return string|null
     */
    private function warning(verdict $verdict): ?string {
        if (!signing_keys::are_possible() || (seals::newest() !== null && !$verdict->is_signed())) {
            return get_string('check_sealed_record_unsigned', 'local_mcpgate');
        }
        $since = stray_rows::waiting_since();
        if ($since !== null && $since < time() - self::PATIENCE_S) {
            return get_string('check_sealed_record_behind', 'local_mcpgate', userdate($since));
        }
        return null;
    }

    /**
     * Say when all of it was verified.
     *
     * @param array|null $last as verdict_log::last() returned it
     * @return string
     */
    private function details(?array $last): string {
        if ($last === null) {
            return get_string('check_sealed_record_never', 'local_mcpgate');
        }
        $fault = $last['fault'] === null ? get_string('sealverdict_whole', 'local_mcpgate') : fault_words::of($last['fault']);
        $words = (object) ['time' => userdate($last['time']), 'found' => $fault];
        return get_string('check_sealed_record_full', 'local_mcpgate', $words);
    }
}
