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

use local_mcpgate\local\bridge\keyring;
use local_mcpgate\local\private_file;
use local_mcpgate\local\sidecar_config;

/**
 * Writes the sidecar's config file, and turns the keys it holds.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class sidecar_command {

    /** @var array Values for sidecar_config, in the order in which it takes them. */
    private $facts;

    /** @var string|null Where to write, null to print. */
    private $output;

    /** @var string|null Ring in which a key is announced. */
    private $announced;

    /** @var string|null Ring in which another key comes to the front. */
    private $rotated;

    /** @var string|null Ring from which old keys are dropped. */
    private $dropped;

    /**
     * Take a command, and refuse it before it touches a key.
     *
     * @param sidecar_options $options
     * @throws command_refused
     */
    public function __construct(sidecar_options $options) {
        $this->facts = [$options->server(), $options->text('bridge-url'), $options->text('valkey'), $options->text('syslog')];
        $this->output = $options->output();
        $this->announced = $options->ring('announce');
        $this->rotated = $options->ring('rotate');
        $this->dropped = $options->ring('drop-old');
    }

    /**
     * Carry it out.
     *
     * @return string what to print
     * @throws \moodle_exception
     */
    public function run(): string {
        if ($this->output === null) {
            $this->turn_keys();
            return $this->toml();
        }
        // A file that cannot be written turns no key.
        private_file::write($this->output, $this->toml());
        $this->turn_keys();
        private_file::write($this->output, $this->toml());
        return '';
    }

    /**
     * Return the config file as the keys are now.
     *
     * @return string
     */
    private function toml(): string {
        return sidecar_config::current(...$this->facts)->toml();
    }

    /**
     * Announce, rotate and drop keys, as far as that was asked for.
     */
    private function turn_keys(): void {
        if ($this->announced !== null) {
            keyring::load($this->announced)->announce();
        }
        if ($this->rotated !== null && $this->rotated === $this->dropped) {
            keyring::renew($this->rotated);
            return;
        }
        if ($this->rotated !== null) {
            keyring::load($this->rotated)->rotate();
        }
        if ($this->dropped !== null) {
            keyring::load($this->dropped)->drop_old();
        }
    }
}
