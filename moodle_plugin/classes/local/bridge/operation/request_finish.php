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
use local_mcpgate\local\bridge\operation;
use local_mcpgate\local\oauth\clients;
use local_mcpgate\local\oauth\requests;

/**
 * Answers "request.finish".
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class request_finish implements operation {

    /**
     * Exchange the ticket of a decision for the outcome; after an approval the code is good.
     *
     * @param array $body
     * @return array
     */
    public function run(array $body): array {
        $fields = new body_reader($body);
        $request = (new requests())->finish(
            $fields->text('requestid', 128),
            $fields->text('ticket', 128),
            $fields->hashes('browserhashes'),
            $fields->hash('codehash')
        );
        return [
            'outcome' => $request->status(),
            'redirect_uri' => $request->redirect_uri()->text(),
            'state' => $request->state(),
            'client_id' => (new clients())->by_id($request->clientid())->client_id(),
        ];
    }
}
