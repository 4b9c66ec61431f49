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

use local_mcpgate\local\site_settings;

/**
 * How long connections live at most, however often they are used.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class connection_lifetime {

    /** @var int[] Seconds that a person may choose between, as far as the site allows them. */
    private const CHOICES_S = [86400, 604800, 2592000, 7776000];

    /** @var int Seconds that are chosen at first. */
    private const USUAL_S = 2592000;

    /** @var int|null Seconds, null for no end. */
    private $longest;

    /**
     * Hold what a site allows.
     *
     * @param int|null $longest seconds, null for no end
     */
    public function __construct(?int $longest) {
        $this->longest = $longest;
    }

    /**
     * Read what this site allows.
     *
     * @return self
     */
    public static function of_site(): self {
        return new self(site_settings::current()->connection_lifetime_s());
    }

    /**
     * Return what a person chooses between; where the site allows none of the usual lifetimes, its own is the only one.
     *
     * @return int[] seconds, the longest last
     */
    public function choices(): array {
        $allowed = array_filter(self::CHOICES_S, function (int $seconds): bool {
            return $this->longest === null || $seconds <= $this->longest;
        });
        return $allowed ? array_values($allowed) : [$this->longest];
    }

    /**
     * Return what is chosen at first.
     *
     * @return int seconds
     */
    public function usual(): int {
        return min(self::USUAL_S, max($this->choices()));
    }

    /**
     * Return when a connection ends: when it shall, or when the site ends it if that is earlier.
     *
     * @param int $timecreated when the person consented
     * @param int|null $timeexpires when it shall, null for as late as the site allows
     * @return int|null Unix time, null for never
     */
    public function end(int $timecreated, ?int $timeexpires): ?int {
        if ($this->longest === null) {
            return $timeexpires;
        }
        $latest = $timecreated + $this->longest;
        return $timeexpires === null ? $latest : min($timeexpires, $latest);
    }
}
