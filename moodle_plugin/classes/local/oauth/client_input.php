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
 * Reads what an admin entered for a client, and says for each field what is wrong with it.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class client_input {

    /** Ways of proving itself, as an admin chooses them. */
    public const AUTH = ['none' => client_details::NONE, 'secret' => client_details::SECRET, 'key' => client_details::KEY];

    /** @var string[] What is wrong, by field. */
    private $errors = [];

    /**
     * Read a client.
     *
     * @param array $raw texts: name, redirecturis (one a line), auth (a key of AUTH), jwks, jwksuri
     * @return client_details
     * @throws client_invalid
     */
    public static function read(array $raw): client_details {
        $input = new self();
        $text = static function (string $field) use ($raw): string {
            return trim((string) ($raw[$field] ?? ''));
        };
        $name = $input->name($text('name'));
        $redirecturis = $input->redirect_uris($text('redirecturis'));
        $auth = $text('auth');
        if (!isset(self::AUTH[$auth])) {
            $input->refuse(client_invalid::field('auth', 'client_authinvalid'));
        }
        $keys = $auth === 'key' ? $input->keys($text('jwks'), $text('jwksuri')) : [];
        if ($input->errors) {
            throw new client_invalid($input->errors);
        }
        return new client_details($name, $redirecturis, self::AUTH[$auth], $keys);
    }

    /**
     * Return a client as an admin would have entered it.
     *
     * @param client $client
     * @return string[] as read() takes them
     */
    public static function fields_of(client $client): array {
        $message = $client->to_message();
        $keys = client_keys::of((object) $message['metadata']);
        return [
            'name' => $message['name'],
            'redirecturis' => implode("\n", $message['redirect_uris']),
            'auth' => $client->uses_secret() ? 'secret' : (string) array_search($message['auth_method'], self::AUTH, true),
            'jwksuri' => $keys['jwks_uri'] ?? '',
            'jwks' => isset($keys['jwks']) ? json_encode($keys['jwks'], JSON_PRETTY_PRINT | JSON_UNESCAPED_SLASHES) : '',
        ];
    }

    /**
     * Read a name.
     *
     * @param string $text
     * @return string
     */
    private function name(string $text): string {
        $name = display_name::clean($text);
        if ($name === '' || mb_strlen($text, 'UTF-8') > display_name::MAX_LENGTH) {
            $this->refuse(client_invalid::field('name', 'client_nameinvalid', display_name::MAX_LENGTH));
        }
        return $name;
    }

    /**
     * Read redirect URIs.
     *
     * @param string $text one a line
     * @return string[]
     */
    private function redirect_uris(string $text): array {
        $uris = array_values(array_unique(preg_split('/\s+/', $text, -1, PREG_SPLIT_NO_EMPTY)));
        if (!$uris || count($uris) > registration::MAX_REDIRECT_URIS) {
            $this->refuse(client_invalid::field('redirecturis', 'client_redirecturiscount', registration::MAX_REDIRECT_URIS));
        }
        foreach ($uris as $uri) {
            if (redirect_uri::parse($uri) === null) {
                $this->refuse(client_invalid::field('redirecturis', 'client_redirecturiinvalid', $uri));
            }
        }
        return $uris;
    }

    /**
     * Read keys: a set, or an address.
     *
     * @param string $jwks
     * @param string $jwksuri
     * @return array
     */
    private function keys(string $jwks, string $jwksuri): array {
        try {
            if (($jwks === '') === ($jwksuri === '')) {
                throw client_invalid::field('jwks', 'client_keyscount');
            }
            return $jwks === '' ? client_keys::published($jwksuri) : client_keys::pasted($jwks);
        } catch (client_invalid $refusal) {
            $this->refuse($refusal);
            return [];
        }
    }

    /**
     * Note what is wrong; the first mistake of a field is the one to name.
     *
     * @param client_invalid $refusal
     */
    private function refuse(client_invalid $refusal): void {
        $this->errors += $refusal->errors();
    }
}
