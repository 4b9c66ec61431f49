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

use local_mcpgate\local\seal\fault;
use local_mcpgate\local\seal\known_head;
use local_mcpgate\local\seal\public_keys;
use local_mcpgate\local\seal\verdict_log;
use local_mcpgate\local\seal\verdict_report;
use local_mcpgate\local\seal\verifier;

/**
 * Verifies the whole record at a shell.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class verify_command {

    /** @var public_keys|null Keys to trust instead of the site's own. */
    private $keys = null;

    /** @var known_head|null */
    private $head = null;

    /** @var int Unix time. */
    private $now;

    /**
     * Take a command.
     *
     * @param array $options as Moodle reads them: head, public-key
     * @param int $now Unix time
     * @throws command_refused
     */
    public function __construct(array $options, int $now) {
        $this->now = $now;
        if ($options['head'] !== null) {
            $this->head = self::head((string) $options['head']);
        }
        if ($options['public-key'] !== null) {
            $this->keys = self::keys((string) $options['public-key']);
        }
    }

    /**
     * Verify; what was found with the site's own keys is remembered.
     *
     * @return verdict_report
     */
    public function run(): verdict_report {
        $verifier = $this->keys === null ? verifier::of_site() : new verifier($this->keys, 0, $this->now);
        $verdict = $verifier->verify();
        if ($this->keys === null) {
            verdict_log::keep($verdict, $this->now);
        }
        if ($this->head === null || $verdict->fault() !== null) {
            return new verdict_report($verdict, false);
        }
        try {
            return new verdict_report($verdict, !$this->head->check());
        } catch (fault $fault) {
            return new verdict_report($verdict->spoilt_by($fault), false);
        }
    }

    /**
     * Read a head.
     *
     * @param string $head NUMBER:HEX
     * @return known_head
     * @throws command_refused
     */
    private static function head(string $head): known_head {
        try {
            return known_head::parse($head);
        } catch (\InvalidArgumentException $nohead) {
            throw command_refused::options(['head' => get_string('cli_badhead', 'local_mcpgate')]);
        }
    }

    /**
     * Read keys.
     *
     * @param string $keys base64, with commas between
     * @return public_keys
     * @throws command_refused
     */
    private static function keys(string $keys): public_keys {
        try {
            return public_keys::parse(explode(',', $keys));
        } catch (\InvalidArgumentException $nokey) {
            throw command_refused::options(['public-key' => get_string('cli_badpublickey', 'local_mcpgate')]);
        }
    }
}
