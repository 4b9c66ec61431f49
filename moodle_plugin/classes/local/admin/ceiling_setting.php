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
 * A ceiling, where 0 means none.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class ceiling_setting extends \admin_setting_configtext {

    /** @var int */
    private $highest;

    /**
     * Set up the setting.
     *
     * @param string $name
     * @param int $default
     * @param int $highest
     */
    public function __construct(string $name, int $default, int $highest) {
        $text = static function (string $identifier): \lang_string {
            return new \lang_string($identifier, 'local_mcpgate');
        };
        $visiblename = $text("setting_{$name}");
        parent::__construct("local_mcpgate/{$name}", $visiblename, $text("setting_{$name}_desc"), $default, PARAM_RAW_TRIMMED, 16);
        $this->highest = $highest;
    }

    /**
     * Accept a whole number that is not too high.
     *
     * @param string $data
     * @return bool|string true, or what is wrong
     */
    public function validate($data) {
        $isnumber = preg_match('/^(0|[1-9][0-9]{0,14})$/D', (string) $data);
        return $isnumber && (int) $data <= $this->highest ? true : get_string('ceilinginvalid', 'local_mcpgate', $this->highest);
    }
}
