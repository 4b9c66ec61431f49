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

use local_mcpgate\local\bridge\body_reader;
use local_mcpgate\local\bridge\bridge_exception;

/**
 * Reads what a client says of itself, as the sidecar checked and sent it.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class registration {

    /** Bytes of a client_id. */
    public const MAX_CLIENT_ID = 2048;

    /** Bytes of a redirect URI. */
    public const MAX_REDIRECT_URI = 2048;

    /** Redirect URIs of one client. */
    public const MAX_REDIRECT_URIS = 10;

    /** @var int Bytes of the metadata as JSON. */
    private const MAX_METADATA = 65536;

    /** @var string[] */
    private const AUTH_METHODS = ['none', 'client_secret_post', 'client_secret_basic', 'private_key_jwt'];

    /**
     * Turn the "client" of an operation into columns.
     *
     * @param array $message
     * @return \stdClass columns of local_mcpgate_client that a client decides
     * @throws bridge_exception bridge_bad_request naming the field
     */
    public static function read(array $message): \stdClass {
        $fields = new body_reader($message);
        $row = (object) [
            'clientid' => $fields->text('client_id', self::MAX_CLIENT_ID),
            'kind' => $fields->text('kind', 20),
            'name' => self::name($message),
            'redirecturis' => self::redirect_uris($fields),
            'authmethod' => $fields->text('auth_method', 40),
            'secrethash' => $fields->optional_hash('secrethash'),
            'metadata' => self::metadata($fields),
        ];
        self::require_consistent($row);
        return $row;
    }

    /**
     * Refuse a kind, a client_id and a way of authenticating that do not go together.
     *
     * Only a metadata document may have a URL for its client_id: nobody can register another's.
     *
     * @param \stdClass $row
     * @throws bridge_exception bridge_bad_request
     */
    private static function require_consistent(\stdClass $row): void {
        $isurl = (bool) preg_match('~^https?:~i', $row->clientid);
        if (!in_array($row->kind, [client::DYNAMIC, client::METADATA], true)) {
            throw body_reader::bad('kind');
        }
        if ($isurl !== ($row->kind === client::METADATA)) {
            throw body_reader::bad('client_id');
        }
        if (!in_array($row->authmethod, self::AUTH_METHODS, true)) {
            throw body_reader::bad('auth_method');
        }
        $usessecret = strpos($row->authmethod, 'client_secret_') === 0;
        if ($usessecret !== ($row->secrethash !== null) || ($usessecret && $isurl)) {
            throw body_reader::bad('secrethash');
        }
    }

    /**
     * Read the name; whatever it is made of, only what can be shown is kept.
     *
     * @param array $message
     * @return string
     */
    private static function name(array $message): string {
        $name = $message['name'] ?? '';
        if (!is_string($name)) {
            throw body_reader::bad('name');
        }
        return display_name::clean($name);
    }

    /**
     * Read the redirect URIs.
     *
     * @param body_reader $fields
     * @return string a JSON list
     */
    private static function redirect_uris(body_reader $fields): string {
        $uris = $fields->texts('redirect_uris', self::MAX_REDIRECT_URIS, self::MAX_REDIRECT_URI);
        foreach ($uris as $uri) {
            if (redirect_uri::parse($uri) === null) {
                throw body_reader::bad('redirect_uris');
            }
        }
        return json_encode($uris, JSON_UNESCAPED_SLASHES);
    }

    /**
     * Read the rest of what the client registered.
     *
     * @param body_reader $fields
     * @return string a JSON object
     */
    private static function metadata(body_reader $fields): string {
        $json = json_encode((object) $fields->structure('metadata'), JSON_UNESCAPED_SLASHES);
        if ($json === false || strlen($json) > self::MAX_METADATA) {
            throw body_reader::bad('metadata');
        }
        return $json;
    }
}
