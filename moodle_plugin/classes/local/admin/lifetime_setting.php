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

/**
 * A setting for how long tokens live, between a minute and a limit.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class lifetime_setting extends \admin_setting_configduration {

    /** Seconds that any token lives at least. */
    public const MIN_S = 60;

    /** @var int Seconds. */
    private $max;

    /**
     * Set up the setting.
     *
     * @param string $name
     * @param \lang_string $visiblename
     * @param \lang_string $description
     * @param int $default seconds
     * @param int $max seconds
     */
    public function __construct(string $name, \lang_string $visiblename, \lang_string $description, int $default, int $max) {
        parent::__construct($name, $visiblename, $description, $default);
        $this->max = $max;
    }

    /**
     * Accept a duration within the limits.
     *
     * @param int $data seconds
     * @return string what is wrong, empty if nothing
     */
    protected function validate_setting(int $data): string {
        if ($data >= self::MIN_S && $data <= $this->max) {
            return '';
        }
        $limits = (object) ['min' => format_time(self::MIN_S), 'max' => format_time($this->max)];
        return get_string('lifetimeinvalid', 'local_mcpgate', $limits);
    }
}
