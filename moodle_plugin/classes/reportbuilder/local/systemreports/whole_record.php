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

namespace local_mcpgate\reportbuilder\local\systemreports;

use local_mcpgate\local\record\record_access;
use local_mcpgate\reportbuilder\local\entities\record;

/**
 * What the assistants of all people did, and what was refused.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class whole_record extends record_report {

    /**
     * Set up the report.
     */
    protected function initialise(): void {
        $this->set_up(new record());
        $this->add_columns_from_entities(['record:timecreated', 'record:userid']);
        $this->add_facts();
    }

    /**
     * Tell whether this person may see the report.
     *
     * @return bool
     */
    protected function can_view(): bool {
        return record_access::is_to_all();
    }
}
