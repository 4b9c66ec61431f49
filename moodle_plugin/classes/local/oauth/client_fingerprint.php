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

namespace local_mcpgate\local\oauth;

/**
 * What makes a client the one a person was asked about: its name, its redirect URIs, and how it proves itself.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class client_fingerprint {

    /** @var string[] Members of the metadata that a client proves itself by. */
    private const KEYS = ['jwks', 'jwks_uri'];

    /**
     * Take the fingerprint of a client.
     *
     * @param \stdClass $row name, redirecturis, authmethod and metadata of local_mcpgate_client
     * @return string 64 hex digits
     */
    public static function of(\stdClass $row): string {
        $metadata = json_decode($row->metadata ?? '{}', true);
        $facts = [
            'name' => $row->name,
            'redirecturis' => json_decode($row->redirecturis, true),
            'authmethod' => $row->authmethod,
            'keys' => array_intersect_key($metadata, array_flip(self::KEYS)),
        ];
        return hash('sha256', json_encode(self::in_order($facts), JSON_THROW_ON_ERROR));
    }

    /**
     * Put the members of objects in one order, so that a document that is written anew says the same.
     *
     * @param mixed $value
     * @return mixed
     */
    private static function in_order($value) {
        if (!is_array($value)) {
            return $value;
        }
        if (array_values($value) !== $value) {
            ksort($value, SORT_STRING);
        }
        return array_map([self::class, 'in_order'], $value);
    }
}
