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
 * The frame of a twin course.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

/**
 * Makes the course, who is in it, its groups and its sections.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class mcpgate_twin_frame {
    /** @var array<string, string> Roles in the course by username. */
    private const ROLES = [
        'twin.teacher' => 'editingteacher', 'twin.student' => 'student', 'twin.manager' => 'manager', 'twin.peer' => 'student',
    ];

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
     * Builds it.
     */
    public function build(): void {
        $this->create_course();
        $this->enrol();
        $this->create_groups();
        $this->create_cohort();
        $this->decorate();
    }

    /**
     * Creates the course in a category of its own.
     */
    private function create_course(): void {
        $twin = $this->twin;
        $word = strtoupper($twin->word);
        $twin->categoryid = (int) $twin->generator->create_category([
            'name' => $twin->text('department'), 'idnumber' => "{$word}-CATEGORY", 'description' => $twin->html('department'),
        ])->id;
        $twin->courseid = (int) $twin->generator->create_course([
            'fullname' => $twin->text('course'), 'shortname' => $word, 'idnumber' => "{$word}-COURSE",
            'summary' => $twin->html('course'), 'category' => $twin->categoryid, 'numsections' => 3,
            'enablecompletion' => 1, 'showcompletionconditions' => 1,
            'groupmode' => VISIBLEGROUPS, 'format' => 'topics', 'newsitems' => 3,
        ], ['createsections' => true])->id;
        foreach ([1, 2, 3] as $number) {
            $section = get_fast_modinfo($twin->courseid)->get_section_info($number);
            course_update_section($twin->courseid, $section, ['name' => $twin->text("section {$number}"),
                'summary' => $twin->html("section {$number}")]);
        }
    }

    /**
     * Enrols everybody, opens other ways in, and adds somebody who is in no other course.
     */
    private function enrol(): void {
        global $DB;
        $twin = $this->twin;
        foreach (self::ROLES as $username => $role) {
            $twin->generator->enrol_user($twin->id($username), $twin->courseid, $role);
        }
        $twin->loner = $twin->generator->create_user([
            'username' => strtolower($twin->word) . '.loner', 'firstname' => $twin->word, 'lastname' => "{$twin->secret} Loner",
            'email' => strtolower("{$twin->word}.{$twin->secret}@campus.example"), 'idnumber' => strtoupper("{$twin->word}-LONER"),
        ]);
        $twin->generator->enrol_user($twin->loner->id, $twin->courseid, 'student');
        foreach (['self', 'guest'] as $way) {
            $instance = $DB->get_record('enrol', ['courseid' => $twin->courseid, 'enrol' => $way], '*', MUST_EXIST);
            $instance->name = $twin->text("{$way} enrolment");
            $instance->status = ENROL_INSTANCE_ENABLED;
            $instance->password = '';
            $DB->update_record('enrol', $instance);
        }
    }

    /**
     * Groups the students, and lets them talk.
     */
    private function create_groups(): void {
        $twin = $this->twin;
        $word = strtoupper($twin->word);
        $grouping = $twin->generator->create_grouping(['courseid' => $twin->courseid, 'name' => $twin->text('grouping'),
            'idnumber' => "{$word}-GROUPING"]);
        foreach (['first', 'second'] as $name) {
            $group = $twin->generator->create_group(['courseid' => $twin->courseid, 'name' => $twin->text("{$name} group"),
                'idnumber' => "{$word}-{$name}", 'description' => $twin->html('group'), 'enablemessaging' => $name === 'first']);
            $twin->generator->create_grouping_group(['groupingid' => $grouping->id, 'groupid' => $group->id]);
            foreach ($name === 'first' ? ['twin.teacher', 'twin.student', 'twin.peer'] : [] as $username) {
                $twin->generator->create_group_member(['groupid' => $group->id, 'userid' => $twin->id($username)]);
            }
            $twin->groupid = $twin->groupid ?: (int) $group->id;
        }
        $twin->generator->create_group_member(['groupid' => $twin->groupid, 'userid' => $twin->loner->id]);
    }

    /**
     * Makes a cohort of the category.
     */
    private function create_cohort(): void {
        $twin = $this->twin;
        $cohort = $twin->generator->create_cohort(['contextid' => context_coursecat::instance($twin->categoryid)->id,
            'name' => $twin->text('cohort'), 'idnumber' => strtoupper("{$twin->word}-COHORT"),
            'description' => $twin->html('cohort')]);
        cohort_add_member($cohort->id, $twin->id('twin.student'));
    }

    /**
     * Puts a block and a tag on the course.
     */
    private function decorate(): void {
        global $DB;
        $twin = $this->twin;
        $context = context_course::instance($twin->courseid);
        $block = $twin->generator->create_block('html', ['parentcontextid' => $context->id, 'pagetypepattern' => 'course-view-*']);
        $settings = (object) ['title' => $twin->text('block'), 'text' => $twin->html('block'), 'format' => FORMAT_HTML];
        $DB->set_field('block_instances', 'configdata', base64_encode(serialize($settings)), ['id' => $block->id]);
        core_tag_tag::set_item_tags('core', 'course', $twin->courseid, $context, ["{$twin->word} {$twin->secret} tag"]);
    }
}
