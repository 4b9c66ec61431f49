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
use local_mcpgate\local\policy\network;
use local_mcpgate\local\single_use;

/**
 * The authorization requests under way.
 *
 * They live in the database under a random name because sign-in services
 * may lose the address a person wanted to return to.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class requests {

    /** Seconds a person has to sign in and decide. */
    public const LIFETIME_S = 600;

    /** Seconds the browser has to carry the decision back. */
    public const RETURN_LIFETIME_S = 120;

    /** Seconds a code is good for. */
    public const CODE_LIFETIME_S = 60;

    /** Seconds a finished request is kept so that a replayed code is recognised. */
    public const KEPT_S = 86400;

    /** Requests of one subscriber that may wait for a decision. */
    public const MAX_PENDING_PER_SUBSCRIBER = 100;

    /** Requests that may wait for a decision; another one ends the oldest. */
    public const MAX_PENDING = 5000;

    /** @var string */
    private const TABLE = 'local_mcpgate_request';

    /**
     * Keep a checked request.
     *
     * @param \stdClass $asked columns the sidecar decides
     * @return \stdClass the row as stored
     * @throws bridge_exception request_limit
     */
    public function create(\stdClass $asked): \stdClass {
        global $DB;
        $this->make_room($asked->clientip);
        $row = clone $asked;
        $row->requestid = bin2hex(random_bytes(32));
        $row->status = authorization_request::PENDING;
        $row->timecreated = time();
        $row->timeexpires = $row->timecreated + self::LIFETIME_S;
        $DB->insert_record(self::TABLE, $row);
        return $row;
    }

    /**
     * Find a request by its name.
     *
     * @param string $requestid
     * @return authorization_request
     * @throws bridge_exception request_unknown
     */
    public function read(string $requestid): authorization_request {
        global $DB;
        $row = $this->is_hex($requestid) ? $DB->get_record(self::TABLE, ['requestid' => $requestid]) : false;
        if (!$row) {
            throw self::unknown();
        }
        return new authorization_request($row);
    }

    /**
     * Find a request by the hash of its code.
     *
     * @param string[] $codehashes candidates
     * @return authorization_request|null
     */
    public function by_code(array $codehashes): ?authorization_request {
        global $DB;
        [$in, $params] = $DB->get_in_or_equal($codehashes);
        $row = $DB->get_record_select(self::TABLE, "codehash {$in}", $params, '*', IGNORE_MULTIPLE);
        return $row ? new authorization_request($row) : null;
    }

    /**
     * Tell, once a day for each, whether an earlier request of the same client had the same challenge.
     *
     * @param \stdClass $stored as create() returned it
     * @return bool
     */
    public function reveals_reuse(\stdClass $stored): bool {
        global $DB;
        $select = 'codechallenge = :codechallenge AND clientid = :clientid AND requestid <> :requestid';
        $isused = $DB->record_exists_select(self::TABLE, $select, [
            'codechallenge' => $stored->codechallenge,
            'clientid' => $stored->clientid,
            'requestid' => $stored->requestid,
        ]);
        $key = "{$stored->clientid}:{$stored->codechallenge}";
        return $isused && single_use::spend('challenge', $key, time() + self::KEPT_S);
    }

    /**
     * End the requests of a client that is no longer what people were shown, also if it turns back into that.
     *
     * @param int $clientid number of the client's row
     */
    public function end_of_client(int $clientid): void {
        global $DB;
        $DB->set_field(self::TABLE, 'metadatahash', null, ['clientid' => $clientid, 'codehash' => null]);
    }

    /**
     * Take the one decision that a request gets.
     *
     * @param authorization_request $request
     * @throws bridge_exception request_spent for everyone but the first
     */
    public function claim(authorization_request $request): void {
        if (!single_use::spend('consent', $request->requestid(), time() + self::KEPT_S)) {
            throw new bridge_exception('request_spent', 'This request was decided already.');
        }
    }

    /**
     * Keep the decision.
     *
     * @param authorization_request $request claimed before
     * @param string $status APPROVED or DENIED
     * @param int $userid who decided
     * @param int|null $connectionid what was allowed
     * @return string ticket that proves the decision, once
     */
    public function decide(authorization_request $request, string $status, int $userid, ?int $connectionid): string {
        global $DB;
        $ticket = bin2hex(random_bytes(32));
        $DB->update_record(self::TABLE, (object) [
            'id' => $request->id(),
            'status' => $status,
            'userid' => $userid,
            'connectionid' => $connectionid,
            'tickethash' => hash('sha256', $ticket),
            'timeexpires' => time() + self::RETURN_LIFETIME_S,
        ]);
        return $ticket;
    }

    /**
     * Spend the ticket; from now on the code is good.
     *
     * @param string $requestid
     * @param string $ticket
     * @param string[] $browserhashes
     * @param string $codehash
     * @return authorization_request
     * @throws bridge_exception request_unknown, request_pending, request_expired, request_wrong_browser, request_client_changed
     *         or request_spent
     */
    public function finish(string $requestid, string $ticket, array $browserhashes, string $codehash): authorization_request {
        global $DB;
        $request = $this->read($requestid);
        $this->require_finishable($request, $ticket, $browserhashes);
        if (!single_use::spend('ticket', $request->requestid(), time() + self::KEPT_S)) {
            throw new bridge_exception('request_spent', 'This request was finished already.');
        }
        if ($request->status() === authorization_request::APPROVED) {
            $code = ['codehash' => $codehash, 'timecodeexpires' => time() + self::CODE_LIFETIME_S];
            $DB->update_record(self::TABLE, (object) (['id' => $request->id()] + $code));
        }
        return $request;
    }

    /**
     * Refuse whoever does not carry this very decision in the browser that began.
     *
     * @param authorization_request $request
     * @param string $ticket
     * @param string[] $browserhashes
     * @throws bridge_exception
     */
    private function require_finishable(authorization_request $request, string $ticket, array $browserhashes): void {
        $isexpired = $request->is_expired(time());
        if ($request->status() === authorization_request::PENDING && !$isexpired) {
            throw new bridge_exception('request_pending', 'Nobody decided this request yet.');
        }
        if ($request->status() !== authorization_request::PENDING && !$request->is_ticket($ticket)) {
            throw self::unknown();
        }
        if (!$request->is_browser($browserhashes)) {
            throw new bridge_exception('request_wrong_browser', 'This request was begun in another browser.');
        }
        if ($isexpired) {
            throw new bridge_exception('request_expired', 'This request took too long.');
        }
        self::require_same_client($request, (new clients())->by_id($request->clientid()));
    }

    /**
     * Refuse a request whose client is no longer what it was when it asked.
     *
     * @param authorization_request $request
     * @param client $client
     * @throws bridge_exception request_client_changed
     */
    public static function require_same_client(authorization_request $request, client $client): void {
        if (!$request->is_of_unchanged($client)) {
            $message = 'The client says something else of itself than when it asked.';
            throw new bridge_exception('request_client_changed', $message);
        }
    }

    /**
     * Keep the requests that wait as few as people could be deciding.
     *
     * Whoever floods is refused; should many do so together, the oldest requests end, so that nobody is locked out.
     *
     * @param string|null $clientip
     * @throws bridge_exception request_limit
     */
    private function make_room(?string $clientip): void {
        global $DB;
        $select = "status = 'pending' AND timeexpires > ?";
        $waiting = $DB->get_records_select_menu(self::TABLE, $select, [time()], 'id', 'id, clientip');
        if ($clientip !== null) {
            $subscriber = network::subscriber($clientip);
            $nearby = array_filter($waiting, static function (?string $other) use ($subscriber): bool {
                return $subscriber->contains((string) $other);
            });
            if (count($nearby) >= self::MAX_PENDING_PER_SUBSCRIBER) {
                throw new bridge_exception('request_limit', 'Too many sign-ins are under way. Try again in some minutes.');
            }
        }
        $toomany = count($waiting) + 1 - self::MAX_PENDING;
        if ($toomany > 0) {
            [$in, $params] = $DB->get_in_or_equal(array_slice(array_keys($waiting), 0, $toomany));
            $DB->set_field_select(self::TABLE, 'timeexpires', time(), "id {$in}", $params);
        }
    }

    /**
     * Tell whether a text can be the name of a request.
     *
     * @param string $text
     * @return bool
     */
    private function is_hex(string $text): bool {
        return (bool) preg_match('/^[0-9a-f]{64}$/D', $text);
    }

    /**
     * Describe a request that is not there, or not the bearer's.
     *
     * @return bridge_exception
     */
    private static function unknown(): bridge_exception {
        return new bridge_exception('request_unknown', 'There is no such request.');
    }
}
