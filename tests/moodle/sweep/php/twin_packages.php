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
 * The packages of a twin course.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

/**
 * Adds what was made elsewhere: SCORM, H5P and the content bank.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class mcpgate_twin_packages {
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
        $this->play_scorm();
        $this->play_h5p();
        $this->fill_content_bank();
    }

    /**
     * Adds a SCORM package the student has begun.
     */
    private function play_scorm(): void {
        global $CFG, $DB;
        $twin = $this->twin;
        $scorm = $twin->add('scorm');
        require_once($CFG->dirroot . '/mod/scorm/locallib.php');
        $scoid = $DB->get_field('scorm_scoes', 'MAX(id)', ['scorm' => $scorm->id], MUST_EXIST);
        foreach (['cmi.core.lesson_status' => 'incomplete', 'cmi.comments' => $twin->text('track')] as $element => $value) {
            scorm_insert_track($twin->id('twin.student'), $scorm->id, $scoid, 1, $element, $value);
        }
    }

    /**
     * Adds an H5P activity with attempts.
     */
    private function play_h5p(): void {
        global $DB;
        $twin = $this->twin;
        $activity = $twin->add('h5pactivity');
        foreach (['twin.student', 'twin.peer'] as $username) {
            $twin->plugin('mod_h5pactivity')->create_content($activity, ['cmid' => $activity->cmid,
                'userid' => $twin->id($username)]);
        }
        if (!$DB->get_manager()->table_exists('xapi_states')) {
            return;
        }
        $twin->insert('xapi_states', ['component' => 'mod_h5pactivity', 'userid' => $twin->id('twin.student'),
            'itemid' => context_module::instance($activity->cmid)->id, 'stateid' => 'state', 'registration' => null,
            'statedata' => json_encode($twin->text('state')), 'timecreated' => time(), 'timemodified' => time()]);
    }

    /**
     * Puts an H5P package into the course's content bank.
     */
    private function fill_content_bank(): void {
        global $CFG;
        $twin = $this->twin;
        $twin->plugin('core_contentbank')->generate_contentbank_data('contenttype_h5p', 2, $twin->id('twin.teacher'),
            context_course::instance($twin->courseid), true, $CFG->dirroot . '/h5p/tests/fixtures/ipsums.h5p',
            $twin->text('content'));
    }
}
