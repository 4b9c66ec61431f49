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
use local_mcpgate\local\webhook\endpoints;
use local_mcpgate\local\webhook\leases;

/**
 * Answers "webhook.take".
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class webhook_take implements operation {

    /** @var int Length of the name of a sidecar. */
    private const MAX_NODE_BYTES = 100;

    /**
     * Hand out deliveries that are due.
     *
     * @param array $body
     * @return array
     */
    public function run(array $body): array {
        $fields = new body_reader($body);
        $fields->text('node', self::MAX_NODE_BYTES);
        $limit = $fields->number('limit');
        if ($limit < 1 || $limit > endpoints::MAX) {
            throw body_reader::bad('limit');
        }
        return (new leases(time()))->take($limit);
    }
}
