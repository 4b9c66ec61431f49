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

use local_mcpgate\local\seal\sealer;

/**
 * Seals what is final, where no sidecar asks for it.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class seal_record extends \core\task\scheduled_task {

    /** @var int Seconds; what is left then is sealed a minute later. */
    private const SECONDS = 45;

    /**
     * Return the name admins see.
     *
     * @return string
     */
    public function get_name() {
        return get_string('task_seal_record', 'local_mcpgate');
    }

    /**
     * Seal.
     */
    public function execute() {
        $sealed = sealer::run(time(), self::SECONDS);
        if ($sealed > 0) {
            mtrace("{$sealed} rows of the record were sealed.");
        }
    }
}
