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

use local_mcpgate\local\seal\retention;
use local_mcpgate\local\site_settings;

/**
 * Removes rows of the record that are older than this site keeps them.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class apply_retention extends \core\task\scheduled_task {

    /**
     * Return the name admins see.
     *
     * @return string
     */
    public function get_name() {
        return get_string('task_apply_retention', 'local_mcpgate');
    }

    /**
     * Remove what is old enough, if a site keeps the record for a time at all.
     */
    public function execute() {
        $days = site_settings::current()->audit_retention_days();
        if ($days !== null) {
            $removed = retention::remove_before(time() - $days * DAYSECS);
            mtrace("{$removed} rows of the record were older than {$days} days.");
        }
    }
}
