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

use local_mcpgate\local\site_settings;

/**
 * The setting for how long connections live at most, where 0 means for ever.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class connection_lifetime_setting extends \admin_setting_configduration {

    /** @var int Seconds; a shorter life would end before the client came to use it. */
    private const MIN_S = HOURSECS;

    /** @var int Seconds. */
    private const MAX_S = 10 * YEARSECS;

    /**
     * Set up the setting.
     */
    public function __construct() {
        $visiblename = new \lang_string('setting_connectionlifetime', 'local_mcpgate');
        $description = new \lang_string('setting_connectionlifetime_desc', 'local_mcpgate');
        $default = site_settings::DEFAULT_CONNECTION_LIFETIME_S;
        parent::__construct('local_mcpgate/connectionlifetime', $visiblename, $description, $default, DAYSECS);
    }

    /**
     * Accept a duration within the limits, or none.
     *
     * @param int $data seconds
     * @return string what is wrong, empty if nothing
     */
    protected function validate_setting(int $data): string {
        if ($data === 0 || ($data >= self::MIN_S && $data <= self::MAX_S)) {
            return '';
        }
        $limits = (object) ['min' => format_time(self::MIN_S), 'max' => format_time(self::MAX_S)];
        return get_string('connectionlifetimeinvalid', 'local_mcpgate', $limits);
    }
}
