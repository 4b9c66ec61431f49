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

namespace local_mcpgate\local\bridge\operation;

use local_mcpgate\local\bridge\body_reader;
use local_mcpgate\local\bridge\bridge_exception;
use local_mcpgate\local\bridge\operation;
use local_mcpgate\local\oauth\client;
use local_mcpgate\local\oauth\clients;
use local_mcpgate\local\oauth\registration;
use local_mcpgate\local\site_settings;

/**
 * Answers "client.register".
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class client_register implements operation {

    /**
     * Keep a client that registered itself, or whose metadata document was read.
     *
     * @param array $body
     * @return array
     */
    public function run(array $body): array {
        $registration = registration::read((new body_reader($body))->structure('client'));
        self::require_admitted($registration->kind);
        return ['client' => (new clients())->register($registration)->to_message()];
    }

    /**
     * Refuse a kind of client that the site does not take.
     *
     * @param string $kind
     * @throws bridge_exception registration_disabled or client_documents_off
     */
    private static function require_admitted(string $kind): void {
        $settings = site_settings::current();
        if ($kind === client::DYNAMIC && !$settings->registration()) {
            throw new bridge_exception('registration_disabled', 'Clients cannot register themselves on this site.');
        }
        if ($kind === client::METADATA && $settings->client_documents() === site_settings::DOCUMENTS_OFF) {
            throw new bridge_exception('client_documents_off', 'Clients are not known by their metadata documents on this site.');
        }
    }
}
