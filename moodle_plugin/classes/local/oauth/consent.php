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

use local_mcpgate\local\bridge\bridge_exception;
use local_mcpgate\local\policy\limits;
use local_mcpgate\local\public_url;
use local_mcpgate\local\site_settings;

/**
 * One person in front of one request, free to allow or refuse it.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class consent {

    /** @var authorization_request */
    private $request;

    /** @var client */
    private $client;

    /** @var int */
    private $userid;

    /** @var public_url */
    private $publicurl;

    /**
     * Bring a person and a request together.
     *
     * @param authorization_request $request
     * @param client $client
     * @param int $userid
     * @param public_url $publicurl
     */
    private function __construct(authorization_request $request, client $client, int $userid, public_url $publicurl) {
        $this->request = $request;
        $this->client = $client;
        $this->userid = $userid;
        $this->publicurl = $publicurl;
    }

    /**
     * Let the signed-in person see a request, unless they or the request may not; a refusal goes on record.
     *
     * @param string $requestid
     * @param int $userid
     * @return self
     * @throws bridge_exception with a code that the page explains
     */
    public static function open(string $requestid, int $userid): self {
        $client = null;
        try {
            self::require_own_session();
            $request = (new requests())->read($requestid);
            $client = (new clients())->by_id($request->clientid());
            self::require_undecided($request, $client);
            $publicurl = self::public_url($request);
            self::require_permission($userid);
        } catch (bridge_exception $refusal) {
            journal::refused($client, $refusal);
            throw $refusal;
        }
        return new self($request, $client, $userid, $publicurl);
    }

    /**
     * Return the request.
     *
     * @return authorization_request
     */
    public function request(): authorization_request {
        return $this->request;
    }

    /**
     * Return who asks.
     *
     * @return client
     */
    public function client(): client {
        return $this->client;
    }

    /**
     * Return who decides.
     *
     * @return int
     */
    public function userid(): int {
        return $this->userid;
    }

    /**
     * Tell whether the person may allow writing: the client asked for it and the site permits it.
     *
     * @return bool
     */
    public function offers_write(): bool {
        return $this->request->scopes()->writes() && site_settings::current()->site_mode() === site_settings::MODE_WRITE;
    }

    /**
     * Allow the request.
     *
     * @param bool $write whether api.write is part of it; counts only where it is offered
     * @param int $lifetime seconds, one of those that the site lets people choose between
     * @param limits $limits what narrows it
     * @return string where to send the browser
     * @throws bridge_exception request_spent
     */
    public function approve(bool $write, int $lifetime, limits $limits): string {
        if (!in_array($lifetime, connection_lifetime::of_site()->choices(), true)) {
            throw new \coding_exception('The lifetime is not one of those offered.');
        }
        $requests = new requests();
        $requests->claim($this->request);
        $scopes = $this->request->scopes()->writing_only_if($write && $this->offers_write());
        $id = connections::create($this->userid, $this->request, $scopes, time() + $lifetime, $limits);
        journal::authorised(connections::find($id));
        $ticket = $requests->decide($this->request, authorization_request::APPROVED, $this->userid, $id);
        return $this->publicurl->return_url($this->request->requestid(), $ticket);
    }

    /**
     * Refuse the request.
     *
     * @return string where to send the browser
     * @throws bridge_exception request_spent
     */
    public function deny(): string {
        $requests = new requests();
        $requests->claim($this->request);
        $ticket = $requests->decide($this->request, authorization_request::DENIED, $this->userid, null);
        return $this->publicurl->return_url($this->request->requestid(), $ticket);
    }

    /**
     * Refuse a session in which somebody else looks out of the person's eyes, and the guest account.
     *
     * @throws bridge_exception logged_in_as or user_guest
     */
    private static function require_own_session(): void {
        if (\core\session\manager::is_loggedinas()) {
            throw new bridge_exception('logged_in_as', 'Nobody may connect an assistant for somebody else.');
        }
        if (isguestuser()) {
            throw new bridge_exception('user_guest', 'The guest account cannot be used through an assistant.');
        }
    }

    /**
     * Refuse a request that does not wait for a decision.
     *
     * @param authorization_request $request
     * @param client $client whose request it is
     * @throws bridge_exception mcp_disabled, request_spent, request_expired or request_client_changed
     */
    private static function require_undecided(authorization_request $request, client $client): void {
        if (!site_settings::current()->enabled()) {
            throw new bridge_exception('mcp_disabled', 'Assistants are switched off on this site.');
        }
        if ($request->status() !== authorization_request::PENDING) {
            throw new bridge_exception('request_spent', 'This request was decided already.');
        }
        if ($request->is_expired(time()) || $client->is_expired(time())) {
            throw new bridge_exception('request_expired', 'This request took too long.');
        }
        requests::require_same_client($request, $client);
    }

    /**
     * Return where the decision is carried back to: the address the request was made for, if it is still ours.
     *
     * @param authorization_request $request
     * @return public_url
     * @throws bridge_exception request_expired
     */
    private static function public_url(authorization_request $request): public_url {
        $ours = site_settings::current()->public_url();
        $publicurl = public_url::parse($ours);
        if ($publicurl === null || $ours !== $request->resource()) {
            throw new bridge_exception('request_expired', 'The address of the site changed since this request was made.');
        }
        return $publicurl;
    }

    /**
     * Refuse a person who may not connect an assistant.
     *
     * @param int $userid
     * @throws bridge_exception a code of the person's state, or capability_missing
     */
    private static function require_permission(int $userid): void {
        person::require_live(\core_user::get_user($userid, '*', MUST_EXIST));
        if (!person::may_connect($userid)) {
            throw new bridge_exception('capability_missing', 'This account may not connect assistants to this site.');
        }
    }
}
