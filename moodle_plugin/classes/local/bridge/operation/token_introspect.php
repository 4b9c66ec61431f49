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
use local_mcpgate\local\oauth\introspection;
use local_mcpgate\local\oauth\registration;

/**
 * Answers "token.introspect".
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class token_introspect implements operation {

    /**
     * Say what a token stands for, to the client it was issued to.
     *
     * @param array $body
     * @return array
     */
    public function run(array $body): array {
        $fields = new body_reader($body);
        $clientid = $fields->text('client_id', registration::MAX_CLIENT_ID);
        return introspection::describe($fields->hashes('tokenhashes'), $clientid);
    }
}
