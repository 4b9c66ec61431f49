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

use core_reportbuilder\local\helpers\database;
use local_mcpgate\local\record\record_access;
use local_mcpgate\reportbuilder\local\entities\record;

/**
 * What the assistants of the person who looks did.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class own_record extends record_report {

    /**
     * Set up the report.
     */
    protected function initialise(): void {
        $record = new record();
        $this->set_up($record, ['userid']);
        $reader = database::generate_param_name();
        $userid = "{$record->get_table_alias('local_mcpgate_audit')}.userid";
        $this->add_base_condition_sql("{$userid} = :{$reader}", [$reader => record_access::reader()]);
        $this->add_columns_from_entities(['record:timecreated']);
        $this->add_facts();
    }

    /**
     * Tell whether this person may see the report.
     *
     * @return bool
     */
    protected function can_view(): bool {
        return record_access::is_to_own();
    }
}
