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

namespace local_mcpgate\local;

use local_mcpgate\local\bridge\keyring;

/**
 * The config file that a sidecar of this site needs, keys included.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class sidecar_config {

    /** Makes the file at a shell, for the sidecar's account alone; if it fails, an older file stays as it is. */
    public const COMMAND = 'config=$(mktemp) && sudo -u www-data php local/mcpgate/cli/sidecar.php > "$config"'
        . ' && sudo install -m 600 -o moodle-mcp "$config" /etc/moodle-mcp.toml; rm -f "$config"';

    /** What a sidecar is told unless an admin says otherwise. */
    public const DEFAULTS = [
        'host' => '127.0.0.1',
        'port' => 8765,
        'trusted_proxies' => ['127.0.0.1', '::1'],
        'state_dir' => '/var/lib/moodle-mcp',
    ];

    /** @var array Sections of the file, each name to value. */
    private $sections;

    /**
     * Hold the sections.
     *
     * @param array $sections
     */
    private function __construct(array $sections) {
        $this->sections = $sections;
    }

    /**
     * Compose the file from the settings in force.
     *
     * @param array $server what differs from DEFAULTS in [server]
     * @param string|null $bridgeurl where the sidecar reaches the plugin, if not through the public address of the site
     * @param string|null $valkey URL of the Valkey or Redis in which several sidecars count together
     * @param string|null $syslog URL of the log server that gets each row of the record
     * @return self
     * @throws \moodle_exception if no usable public address is set, or the keys are missing
     */
    public static function current(
        array $server = [],
        ?string $bridgeurl = null,
        ?string $valkey = null,
        ?string $syslog = null
    ): self {
        global $CFG;
        $publicurl = public_url::parse(site_settings::current()->public_url());
        if ($publicurl === null) {
            throw new \moodle_exception('publicurlmissing', 'local_mcpgate');
        }
        $perhaps = ['valkey' => ['url' => $valkey], 'syslog' => ['target' => $syslog]];
        return new self([
            'moodle' => [
                'wwwroot' => $CFG->wwwroot,
                'bridge_url' => $bridgeurl ?? "{$CFG->wwwroot}/local/mcpgate/bridge.php",
            ],
            'bridge' => ['keys' => keyring::load(keyring::BRIDGE)->entries()],
            'tokens' => ['keys' => keyring::load(keyring::TOKENS)->entries()],
            'server' => ['public_url' => $publicurl->url()] + $server + self::DEFAULTS,
        ] + array_filter(array_map('array_filter', $perhaps)));
    }

    /**
     * Write the file.
     *
     * @return string TOML
     */
    public function toml(): string {
        $lines = ['# Moodle MCP sidecar. This file holds keys: keep it readable by the sidecar alone (chmod 600).'];
        foreach ($this->sections as $section => $values) {
            $lines[] = '';
            $lines[] = "[{$section}]";
            foreach ($values as $name => $value) {
                // Strings, numbers and lists of strings are written the same in JSON and in TOML.
                $json = json_encode($value, JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE | JSON_THROW_ON_ERROR);
                $lines[] = "{$name} = {$json}";
            }
        }
        return implode("\n", $lines) . "\n";
    }
}
