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

namespace local_mcpgate\output;

use local_mcpgate\local\oauth\client;
use local_mcpgate\local\oauth\client_removal;
use local_mcpgate\local\oauth\redirect_uri;

/**
 * Says what a client is in a person's language.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class client_words {

    /** @var string[] How a client proves itself, as its string is called. */
    private const AUTH = [
        'none' => 'client_auth_none',
        'client_secret_basic' => 'client_auth_secret',
        'client_secret_post' => 'client_auth_secret',
        'private_key_jwt' => 'client_auth_key',
    ];

    /**
     * Name every kind.
     *
     * @return string[] by kind
     */
    public static function kinds(): array {
        $kinds = [client::REGISTERED, client::DYNAMIC, client::METADATA];
        return array_combine($kinds, array_map(static function (string $kind): string {
            return self::kind($kind, false);
        }, $kinds));
    }

    /**
     * Name a kind.
     *
     * @param string $kind
     * @param bool $ispinned
     * @return string
     */
    public static function kind(string $kind, bool $ispinned): string {
        return get_string($ispinned ? 'client_kind_pinned' : "client_kind_{$kind}", 'local_mcpgate');
    }

    /**
     * Name every way in which clients prove themselves.
     *
     * @return string[] by way
     */
    public static function auths(): array {
        return array_map([self::class, 'auth'], array_combine(array_keys(self::AUTH), array_keys(self::AUTH)));
    }

    /**
     * Say how a client proves itself.
     *
     * @param string $authmethod
     * @return string
     */
    public static function auth(string $authmethod): string {
        return get_string(self::AUTH[$authmethod], 'local_mcpgate');
    }

    /**
     * Name the places that people are sent to, each once.
     *
     * @param string[] $redirecturis
     * @return string[]
     */
    public static function hosts(array $redirecturis): array {
        $hosts = array_map(static function (string $text): string {
            $uri = redirect_uri::parse($text);
            return $uri === null ? $text : $uri->shown_host();
        }, $redirecturis);
        return array_values(array_unique($hosts));
    }

    /**
     * Name a client.
     *
     * @param string $name
     * @return string
     */
    public static function name(string $name): string {
        return $name === '' ? get_string('clientunnamed', 'local_mcpgate') : $name;
    }

    /**
     * Ask whether a client is to be deleted, saying what it means to people.
     *
     * @param client $client
     * @return string plain text
     */
    public static function deletion_question(client $client): string {
        $people = (new client_removal($client))->people();
        $about = (object) ['name' => self::name($client->name()), 'people' => $people];
        $keys = ['client_deletequestion', 'client_deletequestion_one', 'client_deletequestion_many'];
        $key = $keys[min($people, 2)];
        $comesback = $client->kind() === client::REGISTERED ? '' : ' ' . get_string('client_comesback', 'local_mcpgate');
        return get_string($key, 'local_mcpgate', $about) . $comesback;
    }
}
