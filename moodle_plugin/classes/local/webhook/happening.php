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
 * What one message is about: an event, or several of a type.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class happening {

    /** @var string */
    private $type;

    /** @var int Unix time. */
    private $time;

    /** @var array */
    private $facts;

    /** @var int */
    private $count;

    /**
     * Hold what happened.
     *
     * @param string $type
     * @param int $time Unix time; of the first, if there are several
     * @param array $facts likewise
     * @param int $count how many there are
     */
    public function __construct(string $type, int $time, array $facts, int $count = 1) {
        $this->type = $type;
        $this->time = $time;
        $this->facts = $facts;
        $this->count = $count;
    }

    /**
     * Gather rows of the record, one of a type.
     *
     * @param \stdClass[] $rows
     * @return self[] always in the same order
     */
    public static function in(array $rows): array {
        $found = [];
        foreach ($rows as $row) {
            $type = event_type::of($row);
            if ($type === null) {
                continue;
            }
            $found[$type] = $found[$type] ?? new self($type, (int) $row->timecreated, message::facts($row), 0);
            $found[$type]->count += max(1, (int) ($row->attempts ?? 1));
        }
        ksort($found);
        return array_values($found);
    }

    /**
     * Return its type.
     *
     * @return string
     */
    public function type(): string {
        return $this->type;
    }

    /**
     * Return when it happened.
     *
     * @return int Unix time
     */
    public function time(): int {
        return $this->time;
    }

    /**
     * Return what may be said of it.
     *
     * @return array
     */
    public function facts(): array {
        return $this->facts;
    }

    /**
     * Return how many events there are.
     *
     * @return int
     */
    public function count(): int {
        return $this->count;
    }
}
