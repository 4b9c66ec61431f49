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
use local_mcpgate\local\record\exported_row;
use local_mcpgate\local\seal\chain_position;

/**
 * "record.read": hands out sealed rows in the order of the chain, which has no gaps and grows at its end alone.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class record_read implements operation {

    /** @var int Rows in one answer. */
    private const MAX_ROWS = 500;

    /**
     * Return the rows that come after a position.
     *
     * @param array $body
     * @return array rows, position, complete
     */
    public function run(array $body): array {
        $fields = new body_reader($body);
        $limit = $fields->number('limit');
        if ($limit < 1 || $limit > self::MAX_ROWS) {
            throw body_reader::bad('limit');
        }
        $after = isset($body['after']) ? self::position(new body_reader($fields->structure('after'))) : null;
        $rows = chain_position::rows_after($after, $limit);
        $position = $rows ? chain_position::of_row(end($rows)) : $after;
        return [
            'rows' => array_map([exported_row::class, 'values'], $rows),
            'position' => $position === null ? null : $position->facts(),
            'complete' => count($rows) < $limit,
        ];
    }

    /**
     * Take a position as it was handed out.
     *
     * @param body_reader $fields
     * @return chain_position
     */
    private static function position(body_reader $fields): chain_position {
        return new chain_position($fields->number('number'), $fields->hash('hash'), $fields->number('time'));
    }
}
