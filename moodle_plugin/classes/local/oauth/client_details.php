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
 * What a client is, as an admin entered it: its name, where it sends people, and how it proves itself.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class client_details {

    /** What every client may ask for (RFC 6749 §4.1, §6). */
    public const GRANT_TYPES = ['authorization_code', 'refresh_token'];

    /** Proves nothing: a public client. */
    public const NONE = 'none';

    /** Sends a secret; the sidecar takes it either way (RFC 6749 §2.3.1). */
    public const SECRET = 'client_secret_basic';

    /** Signs with a private key (RFC 7523). */
    public const KEY = 'private_key_jwt';

    /** @var string */
    private $name;

    /** @var string[] */
    private $redirecturis;

    /** @var string */
    private $authmethod;

    /** @var array Member jwks or jwks_uri for KEY, else nothing. */
    private $keys;

    /** @var string[] */
    private $granttypes;

    /**
     * Hold what was checked.
     *
     * @param string $name
     * @param string[] $redirecturis
     * @param string $authmethod NONE, SECRET or KEY
     * @param array $keys jwks or jwks_uri for KEY, else nothing
     * @param string[] $granttypes some of GRANT_TYPES
     */
    public function __construct(
        string $name,
        array $redirecturis,
        string $authmethod,
        array $keys,
        array $granttypes = self::GRANT_TYPES
    ) {
        $this->name = $name;
        $this->redirecturis = $redirecturis;
        $this->authmethod = $authmethod;
        $this->keys = $keys;
        $this->granttypes = $granttypes;
    }

    /**
     * Return the name.
     *
     * @return string
     */
    public function name(): string {
        return $this->name;
    }

    /**
     * Tell whether the client proves itself with a secret.
     *
     * @return bool
     */
    public function uses_secret(): bool {
        return $this->authmethod === self::SECRET;
    }

    /**
     * Return the columns of local_mcpgate_client that hold this.
     *
     * @return array
     */
    public function to_columns(): array {
        return [
            'name' => $this->name,
            'redirecturis' => json_encode($this->redirecturis, JSON_UNESCAPED_SLASHES),
            'authmethod' => $this->authmethod,
            'metadata' => json_encode(['grant_types' => $this->granttypes] + $this->keys, JSON_UNESCAPED_SLASHES),
        ];
    }

    /**
     * Tell what is not as it is stored.
     *
     * @param client $stored
     * @return string[] name, redirect_uris, auth_method, keys, grant_types
     */
    public function changes_since(client $stored): array {
        $message = $stored->to_message();
        $metadata = (object) $message['metadata'];
        $changes = [
            'name' => $this->name !== $message['name'],
            'redirect_uris' => $this->redirecturis !== $message['redirect_uris'],
            'auth_method' => $this->authmethod !== $message['auth_method'],
            'keys' => json_encode($this->keys) !== json_encode(client_keys::of($metadata)),
            'grant_types' => $this->granttypes !== ($metadata->grant_types ?? self::GRANT_TYPES),
        ];
        return array_keys(array_filter($changes));
    }
}
