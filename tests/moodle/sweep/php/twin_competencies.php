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
 * The competencies of a twin course.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

/**
 * Lets the course work with the site's competencies, and adds plans and evidence.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class mcpgate_twin_competencies {
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
        global $DB;
        $twin = $this->twin;
        $generator = $twin->plugin('core_competency');
        [$first, $second] = array_map('intval', $DB->get_fieldset_select('competency', 'id', '1 = 1'));
        foreach ([$first, $second] as $competencyid) {
            $generator->create_course_competency(['courseid' => $twin->courseid, 'competencyid' => $competencyid]);
        }
        $page = get_coursemodules_in_course('page', $twin->courseid);
        $generator->create_course_module_competency(['cmid' => key($page), 'competencyid' => $first]);
        $this->assess($generator, $first);
        $this->plan($generator, $first);
    }

    /**
     * Rates a student's competency, in the course and beyond, with evidence.
     *
     * @param component_generator_base $generator
     * @param int $competencyid
     */
    private function assess(component_generator_base $generator, int $competencyid): void {
        $twin = $this->twin;
        $userid = $twin->id('twin.student');
        $generator->create_user_competency_course(['userid' => $userid, 'competencyid' => $competencyid,
            'courseid' => $twin->courseid, 'proficiency' => 1, 'grade' => 1]);
        $rated = \core_competency\user_competency::get_record(['userid' => $userid, 'competencyid' => $competencyid]);
        $generator->create_evidence(['usercompetencyid' => $rated->get('id'), 'note' => $twin->text('note'),
            'contextid' => context_course::instance($twin->courseid)->id]);
        $own = $generator->create_user_evidence(['userid' => $userid, 'name' => $twin->text('prior learning'),
            'description' => $twin->html('prior learning')]);
        $generator->create_user_evidence_competency(['userevidenceid' => $own->get('id'), 'competencyid' => $competencyid]);
    }

    /**
     * Adds a template and a plan of the student.
     *
     * @param component_generator_base $generator
     * @param int $competencyid
     */
    private function plan(component_generator_base $generator, int $competencyid): void {
        $twin = $this->twin;
        $template = $generator->create_template(['shortname' => $twin->text('template'), 'description' => $twin->html('template')]);
        $generator->create_template_competency(['templateid' => $template->get('id'), 'competencyid' => $competencyid]);
        foreach ([\core_competency\plan::STATUS_ACTIVE, \core_competency\plan::STATUS_DRAFT] as $status) {
            $plan = $generator->create_plan(['userid' => $twin->id('twin.student'), 'name' => $twin->text('plan'),
                'description' => $twin->html('plan'), 'status' => $status]);
            $generator->create_plan_competency(['planid' => $plan->get('id'), 'competencyid' => $competencyid]);
        }
    }
}
