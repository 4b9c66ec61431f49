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

namespace local_mcpgate\oauth;

use local_mcpgate\local\oauth\client_secret;
use PHPUnit\Framework\TestCase;

/**
 * Secrets of clients while they are made.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class client_secret_test extends TestCase {

    /**
     * 256 random bits behind a prefix that scanners know.
     */
    public function test_a_secret_is_long_random_and_recognisable(): void {
        $secrets = array_map(static function (): string {
            return client_secret::make()->text();
        }, range(1, 50));
        $this->assertCount(50, array_unique($secrets));
        foreach ($secrets as $secret) {
            $this->assertMatchesRegularExpression('/^mdlmcp_cs_[A-Za-z0-9_-]{43}$/D', $secret);
        }
    }

    /**
     * A secret that is printed by mistake shows nothing.
     */
    public function test_a_printed_secret_shows_nothing(): void {
        $this->assertSame(['text' => 'mdlmcp_cs_…'], client_secret::make()->__debugInfo());
    }
}
