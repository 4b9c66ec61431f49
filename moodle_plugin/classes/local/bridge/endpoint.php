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

namespace local_mcpgate\local\bridge;

use local_mcpgate\local\external_api_alias;
use local_mcpgate\local\remote_address;
use local_mcpgate\local\single_use;

/**
 * Serves one request of the sidecar: checks who sent it, runs its operation, answers.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class endpoint {

    /** How long a nonce is remembered; longer than a timestamp is good for in either direction. */
    private const NONCE_LIFETIME_S = 4 * signature::TOLERANCE_S;

    /** @var last_word Says the answer. */
    private $lastword;

    /**
     * Set up the endpoint.
     *
     * @param last_word $lastword
     */
    public function __construct(last_word $lastword) {
        $this->lastword = $lastword;
    }

    /**
     * Answer the request PHP is serving.
     */
    public function serve(): void {
        ignore_user_abort(true);
        set_exception_handler([$this, 'crash']);
        try {
            $this->lastword->say(200, answer::success($this->run()));
        } catch (bridge_exception $error) {
            $this->lastword->say(answer::status($error), answer::failure($error));
        } catch (\Throwable $error) {
            $this->crash($error);
        }
    }

    /**
     * Answer for an error nobody expected; only the log learns what it was.
     *
     * @param \Throwable $error
     */
    public function crash(\Throwable $error): void {
        abort_all_db_transactions();
        error_log('local_mcpgate bridge: ' . get_class($error) . ': ' . $error->getMessage()
            . ' in ' . $error->getFile() . ':' . $error->getLine());
        $answer = new bridge_exception('bridge_internal_error', 'Something went wrong inside Moodle; its error log says what.');
        $this->lastword->say(answer::status($answer), answer::failure($answer));
    }

    /**
     * Trust the request, then run its operation.
     *
     * @return array data of the answer
     * @throws bridge_exception
     */
    private function run(): array {
        site_readiness::require_ready();
        external_api_alias::install();
        $request = signed_request::from_globals();
        signature::require_valid($request, keyring::current()->verification_keys(), time());
        if (!single_use::spend('nonce', $request->nonce(), time() + self::NONCE_LIFETIME_S)) {
            throw new bridge_exception('bridge_replayed', 'This request was sent before.');
        }
        remote_address::forget();
        return (new dispatcher())->run($request->decoded());
    }
}
