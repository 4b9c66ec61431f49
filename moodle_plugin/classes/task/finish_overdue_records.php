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

use local_mcpgate\local\record\overdue_records;

/**
 * Closes the audit rows of calls that never came back.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class finish_overdue_records extends \core\task\scheduled_task {

    /**
     * Return the name admins see.
     *
     * @return string
     */
    public function get_name() {
        return get_string('task_finish_overdue_records', 'local_mcpgate');
    }

    /**
     * Close what is overdue.
     */
    public function execute() {
        $closed = overdue_records::close(time());
        if ($closed > 0) {
            mtrace("{$closed} calls never came back; their outcome is unknown.");
        }
    }
}
