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

namespace local_mcpgate\local\cli;

use local_mcpgate\local\record\audit_writer;
use local_mcpgate\local\record\outcome;
use local_mcpgate\local\seal\public_keys;
use local_mcpgate\local\seal\seal_lock;
use local_mcpgate\local\seal\signing_keys;

/**
 * Prints the keys that verify seals, and makes a new pair.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class seal_keys_command {

    /** Kind of the row that says that there is a new pair. */
    public const KIND = 'seal_key_changed';

    /** @var int */
    private const WAIT_S = 60;

    /** @var bool */
    private $rotates;

    /**
     * Take a command.
     *
     * @param bool $rotates whether to make a new pair first
     */
    public function __construct(bool $rotates) {
        $this->rotates = $rotates;
    }

    /**
     * Carry it out.
     *
     * @return public_keys that of the pair in use first
     * @throws command_refused
     */
    public function run(): public_keys {
        if (!signing_keys::are_possible()) {
            throw command_refused::subject('cli_cannotsign', '');
        }
        $keys = seal_lock::during(self::WAIT_S, function (): ?signing_keys {
            return $this->rotates ? signing_keys::rotate() : signing_keys::ready();
        });
        if ($keys === null) {
            throw command_refused::subject('cli_nosealkeys', '');
        }
        if ($this->rotates) {
            audit_writer::write(['kind' => self::KIND, 'outcome' => outcome::ALLOWED]);
        }
        return $keys->public_keys();
    }
}
