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

/**
 * A verdict as a command prints it.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class verdict_report {

    /** All is as it was sealed. */
    private const WHOLE = 0;

    /** Something is not. */
    private const BROKEN = 1;

    /** Something could not be verified. */
    private const UNSURE = 2;

    /** @var verdict */
    private $verdict;

    /** @var bool */
    private $isheadgone;

    /** @var int */
    private $waiting;

    /**
     * Hold a verdict.
     *
     * @param verdict $verdict
     * @param bool $isheadgone whether the head that was asked for lies before the anchor
     */
    public function __construct(verdict $verdict, bool $isheadgone) {
        $this->verdict = $verdict;
        $this->isheadgone = $isheadgone;
        $this->waiting = stray_rows::waiting();
    }

    /**
     * Return what the command ends with.
     *
     * @return int
     */
    public function exit_code(): int {
        if ($this->verdict->fault() !== null) {
            return self::BROKEN;
        }
        return $this->isheadgone || !signing_keys::are_possible() ? self::UNSURE : self::WHOLE;
    }

    /**
     * Print it for programs.
     *
     * @return string
     */
    public function json(): string {
        $facts = $this->verdict->facts() + ['waiting' => $this->waiting];
        return json_encode($facts, JSON_PRETTY_PRINT | JSON_UNESCAPED_SLASHES) . "\n";
    }

    /**
     * Print it for people.
     *
     * @return string
     */
    public function text(): string {
        $facts = $this->verdict->facts();
        $counts = (object) (array_intersect_key($facts, array_flip(['rows', 'seals', 'erased'])) + ['waiting' => $this->waiting]);
        $lines = [get_string('sealverdict_rows', 'local_mcpgate', $counts)];
        if ($facts['head'] !== null) {
            $lines[] = get_string('sealverdict_head', 'local_mcpgate', "{$facts['head']['number']}:{$facts['head']['head']}");
        }
        if (!$facts['signed']) {
            $lines[] = get_string('sealverdict_unsigned', 'local_mcpgate');
        }
        if ($this->isheadgone) {
            $lines[] = get_string('sealverdict_headgone', 'local_mcpgate');
        }
        $lines[] = $facts['fault'] === null ? get_string('sealverdict_whole', 'local_mcpgate') : fault_words::of($facts['fault']);
        return implode("\n", $lines) . "\n";
    }
}
