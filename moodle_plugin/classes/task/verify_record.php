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

namespace local_mcpgate\task;

use local_mcpgate\local\seal\fault_words;
use local_mcpgate\local\seal\verdict_log;

/**
 * Verifies a part of the sealed record each day, so that all of it has its turn.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class verify_record extends \core\task\scheduled_task {

    /**
     * Return the name admins see.
     *
     * @return string
     */
    public function get_name() {
        return get_string('task_verify_record', 'local_mcpgate');
    }

    /**
     * Verify.
     */
    public function execute() {
        $facts = verdict_log::verify_part(time())->facts();
        mtrace("{$facts['rows']} rows in {$facts['seals']} seals were verified.");
        if ($facts['fault'] !== null) {
            mtrace(fault_words::of($facts['fault']));
        }
    }
}
