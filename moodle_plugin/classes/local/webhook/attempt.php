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
 * What became of an attempt to deliver, as a sidecar reports it.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class attempt {

    /** It was taken. */
    public const DELIVERED = 'delivered';

    /** It was not, and may be later. */
    public const FAILED = 'failed';

    /** The endpoint wants no more (HTTP 410). */
    public const GONE = 'gone';

    /** All of them. */
    public const OUTCOMES = [self::DELIVERED, self::FAILED, self::GONE];

    /** @var string */
    private $outcome;

    /** @var int|null */
    private $status;

    /** @var string */
    private $errorcode;

    /** @var int */
    private $retryafter;

    /**
     * Hold a report.
     *
     * @param string $outcome one of OUTCOMES
     * @param int|null $status of HTTP
     * @param string $errorcode
     * @param int $retryafter seconds that the endpoint asked for, 0 if it did not
     */
    public function __construct(string $outcome, ?int $status, string $errorcode, int $retryafter) {
        $this->outcome = $outcome;
        $this->status = $status;
        $this->errorcode = $errorcode;
        $this->retryafter = $retryafter;
    }

    /**
     * Return what became of it.
     *
     * @return string
     */
    public function outcome(): string {
        return $this->outcome;
    }

    /**
     * Return the seconds that the endpoint asked for.
     *
     * @return int
     */
    public function retry_after_s(): int {
        return $this->retryafter;
    }

    /**
     * Return the columns, of deliveries and of endpoints alike, that say how the last attempt went.
     *
     * @return array
     */
    public function columns(): array {
        return ['laststatus' => $this->status, 'lasterror' => $this->errorcode === '' ? null : $this->errorcode];
    }
}
