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
 * A Client ID Metadata Document that an admin entered, held to what the sidecar asks of one it reads by itself.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class metadata_document {

    /** Bytes of a document. */
    public const MAX_BYTES = 5120;

    /** @var document_url */
    private $url;

    /** @var \stdClass */
    private $document;

    /**
     * Hold a document.
     *
     * @param document_url $url
     * @param \stdClass $document
     */
    private function __construct(document_url $url, \stdClass $document) {
        $this->url = $url;
        $this->document = $document;
    }

    /**
     * Read a document.
     *
     * @param string $clientid the address it is published at
     * @param string $json
     * @return self
     * @throws client_invalid for the fields clientid and document
     */
    public static function read(string $clientid, string $json): self {
        $url = document_url::parse($clientid);
        if ($url === null) {
            throw client_invalid::field('clientid', 'document_urlinvalid');
        }
        $document = strlen($json) > self::MAX_BYTES ? null : json_decode($json);
        if (!$document instanceof \stdClass) {
            throw client_invalid::field('document', 'document_malformed', self::MAX_BYTES);
        }
        if (($document->client_id ?? null) !== $url->text()) {
            throw client_invalid::field('document', 'document_otherclient');
        }
        return new self($url, $document);
    }

    /**
     * Return the client_id.
     *
     * @return string
     */
    public function client_id(): string {
        return $this->url->text();
    }

    /**
     * Return what it says of the client.
     *
     * @return client_details
     * @throws client_invalid for the field document
     */
    public function details(): client_details {
        $this->require_no_secret();
        $granttypes = $this->supported('grant_types', client_details::GRANT_TYPES, 'authorization_code');
        $this->supported('response_types', ['code'], 'code');
        $authmethod = $this->document->token_endpoint_auth_method ?? client_details::NONE;
        if (!in_array($authmethod, [client_details::NONE, client_details::KEY], true)) {
            throw client_invalid::field('document', 'document_authmethod');
        }
        $keys = $authmethod === client_details::KEY ? $this->keys() : [];
        return new client_details($this->name(), $this->redirect_uris(), $authmethod, $keys, $granttypes);
    }

    /**
     * Write a stored client as its document, for an admin to change.
     *
     * @param client $client
     * @return string JSON
     */
    public static function text(client $client): string {
        $message = $client->to_message();
        $document = [
            'client_id' => $message['client_id'],
            'client_name' => $message['name'],
            'redirect_uris' => $message['redirect_uris'],
            'grant_types' => $message['metadata']->grant_types ?? client_details::GRANT_TYPES,
            'response_types' => ['code'],
            'token_endpoint_auth_method' => $message['auth_method'],
        ] + client_keys::of((object) $message['metadata']);
        return json_encode($document, JSON_PRETTY_PRINT | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE);
    }

    /**
     * Refuse a document with a secret in it: everybody can read it.
     *
     * @throws client_invalid
     */
    private function require_no_secret(): void {
        if (property_exists($this->document, 'client_secret') || property_exists($this->document, 'client_secret_expires_at')) {
            throw client_invalid::field('document', 'document_secret');
        }
    }

    /**
     * Return what a member lists that this site takes; without it, or where it lists nothing, that is all of it.
     *
     * @param string $member
     * @param string[] $taken
     * @param string $needed
     * @return string[]
     * @throws client_invalid
     */
    private function supported(string $member, array $taken, string $needed): array {
        $listed = $this->document->$member ?? [];
        $both = $listed === [] ? $taken : array_values(array_filter($taken, static function (string $type) use ($listed): bool {
            return is_array($listed) && in_array($type, $listed, true);
        }));
        if (!in_array($needed, $both, true)) {
            throw client_invalid::field('document', 'document_lacks', "{$member}: {$needed}");
        }
        return $both;
    }

    /**
     * Return the name.
     *
     * @return string
     */
    private function name(): string {
        $name = $this->document->client_name ?? null;
        $shown = is_string($name) ? display_name::clean($name) : '';
        if ($shown === '') {
            throw client_invalid::field('document', 'document_lacks', 'client_name');
        }
        return $shown;
    }

    /**
     * Return the redirect URIs that can be used; the document is written for other servers too.
     *
     * @return string[]
     */
    private function redirect_uris(): array {
        $named = $this->document->redirect_uris ?? null;
        $uris = array_values(array_unique(array_filter(is_array($named) ? $named : [], static function ($uri): bool {
            return is_string($uri) && redirect_uri::parse($uri) !== null;
        })));
        if (!$uris || count($uris) > registration::MAX_REDIRECT_URIS) {
            throw client_invalid::field('document', 'client_redirecturiscount', registration::MAX_REDIRECT_URIS);
        }
        return $uris;
    }

    /**
     * Return the keys: a set, or an address.
     *
     * @return array
     */
    private function keys(): array {
        $sent = client_keys::of($this->document);
        try {
            if (count($sent) !== 1) {
                throw client_invalid::field('document', 'client_keyscount');
            }
            if (isset($sent['jwks'])) {
                return ['jwks' => client_keys::kept($sent['jwks'])];
            }
            return client_keys::published(is_string($sent['jwks_uri'] ?? null) ? $sent['jwks_uri'] : '');
        } catch (client_invalid $refusal) {
            throw new client_invalid(['document' => implode(' ', $refusal->errors())]);
        }
    }
}
