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

use local_mcpgate\local\public_url;

/**
 * The setting for the public address of the MCP endpoint.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class public_url_setting extends \admin_setting_configtext {

    /**
     * Set up the setting; its default is <wwwroot>/mcp where that is a safe address.
     *
     * @param string $name
     * @param \lang_string $visiblename
     * @param \lang_string $description
     */
    public function __construct(string $name, \lang_string $visiblename, \lang_string $description) {
        global $CFG;
        $usual = "{$CFG->wwwroot}/mcp";
        parent::__construct($name, $visiblename, $description, public_url::parse($usual) ? $usual : '', PARAM_RAW_TRIMMED, 60);
    }

    /**
     * Accept an address that assistants can reach safely, or none.
     *
     * @param string $data
     * @return bool|string true, or what is wrong
     */
    public function validate($data) {
        return $data === '' || public_url::parse($data) ? true : get_string('publicurlinvalid', 'local_mcpgate');
    }
}
