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

use local_mcpgate\local\oauth\document_url;
use local_mcpgate\local\oauth\redirect_uri;
use PHPUnit\Framework\TestCase;

/**
 * Addresses of clients, from the table that the sidecar is held to as well: an admin enters nothing that it never matches.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class client_addresses_test extends TestCase {

    /**
     * Both sides accept the same redirect URIs.
     *
     * @dataProvider redirect_uris
     * @param bool $accepted
     * @param string $text
     */
    public function test_redirect_uris_are_as_the_sidecar_has_them(bool $accepted, string $text): void {
        $this->assertSame($accepted, redirect_uri::parse($text) !== null);
    }

    /**
     * Both sides accept the same addresses of documents.
     *
     * @dataProvider document_urls
     * @param bool $accepted
     * @param string $text
     */
    public function test_addresses_of_documents_are_as_the_sidecar_has_them(bool $accepted, string $text): void {
        $this->assertSame($accepted, document_url::parse($text) !== null);
    }

    /**
     * Redirect URIs.
     *
     * @return array
     */
    public static function redirect_uris(): array {
        return self::cases('redirect_uris');
    }

    /**
     * Addresses of documents.
     *
     * @return array
     */
    public static function document_urls(): array {
        return self::cases('document_urls');
    }

    /**
     * Read the table.
     *
     * @param string $name
     * @return array
     */
    private static function cases(string $name): array {
        $path = __DIR__ . '/../../fixtures/client_addresses.json';
        $table = json_decode(file_get_contents($path), true, 8, JSON_THROW_ON_ERROR)[$name];
        $cases = [];
        foreach (['refused', 'accepted'] as $accepted => $verdict) {
            foreach ($table[$verdict] as $text) {
                $cases[] = [(bool) $accepted, $text];
            }
        }
        return $cases;
    }
}
