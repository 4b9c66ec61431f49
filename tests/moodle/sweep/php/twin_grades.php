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

/**
 * The gradebook of a twin course.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

/**
 * Adds a category, items, grades, a scale and an outcome.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class mcpgate_twin_grades {
    /** @var mcpgate_twin The course. */
    private $twin;

    /**
     * Keeps what it builds.
     *
     * @param mcpgate_twin $twin
     */
    public function __construct(mcpgate_twin $twin) {
        $this->twin = $twin;
    }

    /**
     * Builds them.
     */
    public function build(): void {
        $twin = $this->twin;
        $category = $twin->generator->create_grade_category(['courseid' => $twin->courseid, 'fullname' => $twin->text('grades')]);
        $item = $twin->generator->create_grade_item(['courseid' => $twin->courseid, 'itemtype' => 'manual',
            'itemname' => $twin->text('grade item'), 'categoryid' => $category->id,
            'idnumber' => strtoupper("{$twin->word}-GRADE")]);
        foreach (['twin.student', 'twin.peer'] as $username) {
            $twin->generator->create_grade_grade(['itemid' => $item->id, 'userid' => $twin->id($username), 'rawgrade' => 66,
                'finalgrade' => 66, 'feedback' => $twin->html('grade')]);
        }
        $scale = $twin->generator->create_scale(['courseid' => $twin->courseid, 'name' => $twin->text('scale'),
            'scale' => $twin->text('bad') . ',' . $twin->text('good'), 'description' => $twin->html('scale')]);
        $twin->generator->create_grade_outcome(['courseid' => $twin->courseid, 'fullname' => $twin->text('outcome'),
            'shortname' => $twin->text('outcome'), 'scaleid' => $scale->id]);
        grade_regrade_final_grades($twin->courseid);
    }
}
