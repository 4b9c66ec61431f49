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

namespace local_mcpgate\local\admin;

use local_mcpgate\local\allowed_origins;

/**
 * Web origins whose pages may read what the sidecar answers, one a line.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class origins_setting extends \admin_setting_configtextarea {

    /**
     * Set up the setting.
     */
    public function __construct() {
        $visiblename = new \lang_string('setting_allowedorigins', 'local_mcpgate');
        $description = new \lang_string('setting_allowedorigins_desc', 'local_mcpgate');
        parent::__construct('local_mcpgate/allowedorigins', $visiblename, $description, '', PARAM_RAW_TRIMMED, 60, 4);
    }

    /**
     * Accept lines that are origins.
     *
     * @param string $data
     * @return bool|string true, or what is wrong
     */
    public function validate($data) {
        $line = allowed_origins::problem((string) $data);
        return $line === null ? true : get_string('originsinvalid', 'local_mcpgate', s($line));
    }
}
