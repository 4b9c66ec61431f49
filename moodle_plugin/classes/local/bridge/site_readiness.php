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

namespace local_mcpgate\local\bridge;

/**
 * Whether code and database of this site belong together.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class site_readiness {

    /**
     * Refuse to work on a database that waits for its upgrade.
     *
     * Only Moodle itself and this plugin are compared: another plugin that
     * waits does not stop the site's pages either.
     *
     * @throws bridge_exception site_upgrading
     */
    public static function require_ready(): void {
        global $CFG;
        $installed = (int) get_config('local_mcpgate', 'version');
        $ready = (float) $CFG->version === self::core_version_on_disk() && $installed === (int) self::plugin_on_disk()->version;
        if (!$ready) {
            throw new bridge_exception('site_upgrading', 'This Moodle waits for its database to be upgraded.');
        }
    }

    /**
     * Return what this plugin's code says of itself.
     *
     * @return \stdClass with version and release
     */
    public static function plugin_on_disk(): \stdClass {
        $plugin = new \stdClass();
        require(\core_component::get_component_directory('local_mcpgate') . '/version.php');
        return $plugin;
    }

    /**
     * Return the version of Moodle's code.
     *
     * @return float
     */
    private static function core_version_on_disk(): float {
        global $CFG;
        $version = 0;
        require($CFG->dirroot . '/version.php');
        return (float) $version;
    }
}
