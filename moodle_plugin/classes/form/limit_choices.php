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

namespace local_mcpgate\form;

use local_mcpgate\local\policy\address_entries;
use local_mcpgate\local\policy\address_presets;
use local_mcpgate\local\policy\course_names;
use local_mcpgate\local\policy\limits;

/**
 * What the lists of a form offer to limit somebody's connection by.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class limit_choices {

    /** @var string[] */
    private $courses;

    /** @var string[] */
    private $presets;

    /** @var bool */
    private $arecoursesrefused;

    /**
     * Gather the choices; what is chosen already stays among them, whatever became of it.
     *
     * @param int $userid whose connection it is
     * @param limits $current
     */
    public function __construct(int $userid, limits $current) {
        $this->courses = course_names::enrolled($userid);
        $this->courses += course_names::of(array_diff($current->courses() ?? [], array_keys($this->courses)));
        $this->presets = self::preset_names(new address_entries($current->addresses() ?? []));
        $this->arecoursesrefused = is_siteadmin($userid);
    }

    /**
     * Return the courses: those the person is enrolled in. A site may have thousands; a person is in a few.
     *
     * @return string[] HTML by id
     */
    public function courses(): array {
        return $this->courses;
    }

    /**
     * Return the networks that the site has names for.
     *
     * @return string[] HTML by name
     */
    public function presets(): array {
        return $this->presets;
    }

    /**
     * Tell whether this person cannot be limited to courses.
     *
     * @return bool
     */
    public function are_courses_refused(): bool {
        return $this->arecoursesrefused;
    }

    /**
     * Name the presets of the site, and those of a connection that are gone.
     *
     * @param address_entries $chosen
     * @return string[] HTML by name
     */
    private static function preset_names(address_entries $chosen): array {
        $names = [];
        foreach (array_keys(address_presets::current()) as $name) {
            $names[$name] = s($name);
        }
        foreach (array_diff($chosen->presets(), array_keys($names)) as $name) {
            $names[$name] = get_string('limit_presetgone', 'local_mcpgate', s($name));
        }
        return $names;
    }
}
