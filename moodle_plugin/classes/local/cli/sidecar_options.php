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

/**
 * The options of the command that writes the sidecar's config file.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class sidecar_options {

    /** @var string[] Rings by the word that stands for them. */
    private const RINGS = ['bridge' => keyring::BRIDGE, 'tokens' => keyring::TOKENS];

    /** @var int */
    private const MAX_PORT = 65535;

    /** @var array Values by option. */
    private $given;

    /** @var string */
    private $folder;

    /**
     * Take what was given.
     *
     * @param array $options as Moodle reads them, null for those not given
     * @param string $folder in which the command was given
     */
    public function __construct(array $options, string $folder) {
        $this->given = array_filter($options, static function ($value): bool {
            return $value !== null;
        });
        $this->folder = $folder;
    }

    /**
     * Return the value of an option.
     *
     * @param string $name
     * @return string|null null if it was not given
     * @throws command_refused
     */
    public function text(string $name): ?string {
        return isset($this->given[$name]) ? trim(valued_option::read($this->given, $name)) : null;
    }

    /**
     * Return which ring an option is about.
     *
     * @param string $name
     * @return string|null one of keyring, null for none
     * @throws command_refused
     */
    public function ring(string $name): ?string {
        $value = $this->given[$name] ?? false;
        if ($value === false) {
            return null;
        }
        $word = $value === true ? 'bridge' : $value;
        if (!isset(self::RINGS[$word])) {
            throw command_refused::options([$name => get_string('cli_unknownring', 'local_mcpgate', $word)]);
        }
        return self::RINGS[$word];
    }

    /**
     * Return where to write the file.
     *
     * @return string|null absolute path, null to print it
     * @throws command_refused for a place from which the web server hands out files
     */
    public function output(): ?string {
        global $CFG;
        $given = $this->text('output');
        $path = $given === null ? null : file_option::absolute($given, $this->folder);
        if ($path !== null && file_option::is_inside($path, $CFG->dirroot)) {
            throw command_refused::options(['output' => get_string('cli_outputincode', 'local_mcpgate', $CFG->dirroot)]);
        }
        return $path;
    }

    /**
     * Return what is to be said of the sidecar's own server.
     *
     * @return array as sidecar_config takes it
     * @throws command_refused
     */
    public function server(): array {
        $proxies = $this->text('trusted-proxies');
        return array_filter([
            'host' => $this->text('host'),
            'port' => $this->port(),
            'trusted_proxies' => $proxies === null ? null : array_map('trim', explode(',', $proxies)),
            'state_dir' => $this->text('state-dir'),
        ], static function ($value): bool {
            return $value !== null;
        });
    }

    /**
     * Read --port.
     *
     * @return int|null
     * @throws command_refused
     */
    private function port(): ?int {
        $port = $this->text('port');
        if ($port === null) {
            return null;
        }
        if (!preg_match('/^[0-9]{1,5}$/D', $port) || (int) $port < 1 || (int) $port > self::MAX_PORT) {
            throw command_refused::options(['port' => get_string('cli_badport', 'local_mcpgate')]);
        }
        return (int) $port;
    }
}
