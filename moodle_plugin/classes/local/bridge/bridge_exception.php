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

namespace local_mcpgate\local\bridge;

/**
 * A refusal or failure that the bridge answers with a stable code.
 *
 * The message is English for a person and reaches the sidecar, so it never
 * holds secrets or details of what the person may not see.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class bridge_exception extends \Exception {

    /** @var string Stable code of the protocol. */
    private $bridgecode;

    /** @var array Structured facts about this code. */
    private $detail;

    /**
     * Describe the refusal.
     *
     * @param string $code stable code of the protocol
     * @param string $message English sentence for a person
     * @param array $detail structured facts, string keys
     */
    public function __construct(string $code, string $message, array $detail = []) {
        parent::__construct($message);
        $this->bridgecode = $code;
        $this->detail = $detail;
    }

    /**
     * Return the stable code.
     *
     * @return string
     */
    public function bridge_code(): string {
        return $this->bridgecode;
    }

    /**
     * Return the structured facts.
     *
     * @return array
     */
    public function detail(): array {
        return $this->detail;
    }
}
