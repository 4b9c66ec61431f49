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

namespace local_mcpgate\local\webhook;

/**
 * One minute of a storm: the first event goes out at once, those that follow are told of together when the minute is over.
 *
 * A storm goes on as long as there was an event in this minute or the one before.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class storm_window {

    /** @var int Seconds. */
    private const LENGTH_S = 60;

    /** @var int Minutes since 1970. */
    private $minute;

    /**
     * Hold a minute.
     *
     * @param int $minute
     */
    private function __construct(int $minute) {
        $this->minute = $minute;
    }

    /**
     * Return the minute of a time.
     *
     * @param int $time Unix time
     * @return self
     */
    public static function at(int $time): self {
        return new self(intdiv($time, self::LENGTH_S));
    }

    /**
     * Return the minute after this one.
     *
     * @return self
     */
    public function next(): self {
        return new self($this->minute + 1);
    }

    /**
     * Name the message of the first event.
     *
     * @return string
     */
    public function first(): string {
        return "first-{$this->minute}";
    }

    /**
     * Name the message of those that follow.
     *
     * @return string
     */
    public function summary(): string {
        return "summary-{$this->minute}";
    }

    /**
     * Name the messages of which there is one if a storm goes on.
     *
     * @return string[]
     */
    public function signs(): array {
        $before = new self($this->minute - 1);
        return [$this->first(), $this->summary(), $before->first(), $before->summary()];
    }

    /**
     * Tell when the summary is due.
     *
     * @return int Unix time
     */
    public function end(): int {
        return ($this->minute + 1) * self::LENGTH_S;
    }
}
