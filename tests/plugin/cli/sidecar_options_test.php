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

namespace local_mcpgate\cli;

use PHPUnit\Framework\TestCase;
use local_mcpgate\local\cli\command_refused;
use local_mcpgate\local\cli\sidecar_options;

/**
 * What the command that writes the sidecar's config file is told.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class sidecar_options_test extends TestCase {

    /**
     * What was given gets into the file, and nothing else.
     */
    public function test_the_server_is_what_was_given(): void {
        $given = ['port' => '65535', 'host' => '0.0.0.0', 'trusted-proxies' => '10.0.0.1, ::1', 'state-dir' => null];
        $expected = ['host' => '0.0.0.0', 'port' => 65535, 'trusted_proxies' => ['10.0.0.1', '::1']];
        $this->assertSame($expected, (new sidecar_options($given, '/'))->server());
        $this->assertSame([], (new sidecar_options([], '/'))->server());
    }

    /**
     * A port that cannot be is refused.
     *
     * @dataProvider ports
     * @param mixed $port
     */
    public function test_a_port_that_cannot_be_is_refused($port): void {
        $this->expectException(command_refused::class);
        $this->expectExceptionMessage('--port: ');
        (new sidecar_options(['port' => $port], '/'))->server();
    }

    /**
     * No ports.
     *
     * @return array
     */
    public static function ports(): array {
        return [['abc'], ['0'], ['65536'], ['-1'], ['80a'], ['8 0'], ['1e3'], ['999999'], [true], ['']];
    }

    /**
     * An option without a value never becomes a file or an address.
     *
     * @dataProvider texts
     * @param string $name
     */
    public function test_an_option_without_a_value_is_refused(string $name): void {
        foreach ([true, '', ' '] as $value) {
            try {
                (new sidecar_options([$name => $value], '/'))->text($name);
                $this->fail('accepted');
            } catch (command_refused $refusal) {
                $this->assertSame("--{$name}: cli_valuemissing", $refusal->getMessage());
            }
        }
    }

    /**
     * Options that need a value.
     *
     * @return array
     */
    public static function texts(): array {
        return [['output'], ['host'], ['trusted-proxies'], ['state-dir'], ['bridge-url'], ['valkey'], ['syslog']];
    }

    /**
     * The file is written where the command was given, but never where the web server hands it out.
     */
    public function test_the_file_is_never_written_into_moodles_code(): void {
        global $CFG;
        $CFG = (object) ['dirroot' => __DIR__];
        $outside = dirname(__DIR__);
        $this->assertSame("{$outside}/new.toml", (new sidecar_options(['output' => 'new.toml'], $outside))->output());
        $this->assertNull((new sidecar_options([], __DIR__))->output());
        $this->expectExceptionMessage('--output: cli_outputincode: ' . __DIR__);
        (new sidecar_options(['output' => 'new.toml'], __DIR__))->output();
    }

    /**
     * A ring has a name, and that of the bridge is meant without one.
     */
    public function test_a_ring_is_named(): void {
        $options = new sidecar_options(['rotate' => true, 'drop-old' => 'tokens', 'announce' => 'bells'], '/');
        $this->assertSame('bridgekeys', $options->ring('rotate'));
        $this->assertSame('tokenkeys', $options->ring('drop-old'));
        $this->expectExceptionMessage('--announce: cli_unknownring: bells');
        $options->ring('announce');
    }
}
