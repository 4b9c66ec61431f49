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
 * What is handed in in a twin course.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

/**
 * Adds assignments and a workshop, with submissions.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class mcpgate_twin_assignments {
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
        $this->hand_in('assign', []);
        $twin->add('assign', ['assignsubmission_onlinetext_enabled' => 1], 'untouched assign');
        $assignment = $this->hand_in('open assign', ['submissiondrafts' => 1, 'blindmarking' => 1]);
        $this->set_rubric((int) $assignment->cmid);
        $this->assess_each_other();
    }

    /**
     * Adds an assignment: the student's draft, the peer's submission with a grade, and an exception.
     *
     * @param string $name
     * @param array $settings
     * @return stdClass the assignment
     */
    private function hand_in(string $name, array $settings): stdClass {
        $twin = $this->twin;
        $assignment = $twin->add('assign', $settings + ['assignsubmission_onlinetext_enabled' => 1,
            'assignsubmission_comments_enabled' => 1, 'assignfeedback_comments_enabled' => 1, 'duedate' => time() + WEEKSECS,
            'attemptreopenmethod' => 'manual',
            'maxattempts' => -1], $name);
        foreach (['twin.student' => 'draft', 'twin.peer' => 'submitted'] as $username => $status) {
            $submission = $twin->insert('assign_submission', ['assignment' => $assignment->id, 'userid' => $twin->id($username),
                'timecreated' => time(), 'timemodified' => time(), 'status' => $status, 'groupid' => 0, 'attemptnumber' => 0,
                'latest' => 1]);
            $twin->insert('assignsubmission_onlinetext', ['assignment' => $assignment->id, 'submission' => $submission,
                'onlinetext' => $twin->html('submission'), 'onlineformat' => FORMAT_HTML]);
            $this->assign_grade($assignment, $username);
        }
        $twin->insert('assign_overrides', ['assignid' => $assignment->id, 'userid' => $twin->id('twin.peer'),
            'duedate' => time() + 2 * WEEKSECS, 'sortorder' => null]);
        return $assignment;
    }

    /**
     * Grades a submission and remembers how it is worked at.
     *
     * @param stdClass $assignment
     * @param string $username
     */
    private function assign_grade(stdClass $assignment, string $username): void {
        $twin = $this->twin;
        $grade = $twin->insert('assign_grades', ['assignment' => $assignment->id, 'userid' => $twin->id($username),
            'timecreated' => time(), 'timemodified' => time(), 'grader' => $twin->id('twin.teacher'), 'grade' => 77,
            'attemptnumber' => 0]);
        $twin->insert('assignfeedback_comments', ['assignment' => $assignment->id, 'grade' => $grade,
            'commenttext' => $twin->html('feedback'), 'commentformat' => FORMAT_HTML]);
        $twin->insert('assign_user_flags', ['assignment' => $assignment->id, 'userid' => $twin->id($username),
            'workflowstate' => 'inmarking']);
        $twin->insert('assign_user_mapping', ['assignment' => $assignment->id, 'userid' => $twin->id($username)]);
    }

    /**
     * Lets an assignment be graded by a rubric.
     *
     * @param int $cmid
     */
    private function set_rubric(int $cmid): void {
        $twin = $this->twin;
        $twin->plugin('gradingform_rubric')->create_instance(context_module::instance($cmid), 'mod_assign', 'submissions',
            $twin->text('rubric'), $twin->text('rubric'), [$twin->text('criterion') => ['good' => 1, 'bad' => 0]]);
    }

    /**
     * Adds a workshop in which the students assess each other.
     */
    private function assess_each_other(): void {
        global $DB;
        $twin = $this->twin;
        $workshop = $twin->add('workshop', ['strategy' => 'accumulative', 'submissiontypetext' => 1]);
        $dimension = $twin->insert('workshopform_accumulative', ['workshopid' => $workshop->id, 'sort' => 1,
            'description' => $twin->html('aspect'), 'descriptionformat' => FORMAT_HTML, 'grade' => 10, 'weight' => 1]);
        foreach (['twin.student' => 'twin.peer', 'twin.peer' => 'twin.student'] as $author => $reviewer) {
            $submission = $twin->plugin('mod_workshop')->create_submission($workshop->id, $twin->id($author),
                ['title' => $twin->text('work'), 'content' => $twin->html('work'), 'contentformat' => FORMAT_HTML]);
            $assessment = $twin->plugin('mod_workshop')->create_assessment($submission, $twin->id($reviewer),
                ['grade' => 60, 'feedbackauthor' => $twin->html('assessment')]);
            $twin->insert('workshop_grades', ['assessmentid' => $assessment, 'strategy' => 'accumulative',
                'dimensionid' => $dimension, 'grade' => 6, 'peercomment' => $twin->html('comment')]);
        }
        // Assessing has begun (workshop::PHASE_ASSESSMENT).
        $DB->set_field('workshop', 'phase', 30, ['id' => $workshop->id]);
        // Another one still takes submissions (workshop::PHASE_SUBMISSION).
        $open = $twin->add('workshop', ['strategy' => 'accumulative', 'submissiontypetext' => 1], 'open workshop');
        $DB->set_field('workshop', 'phase', 20, ['id' => $open->id]);
        $twin->plugin('mod_workshop')->create_submission($open->id, $twin->id('twin.student'), ['title' => $twin->text('draft'),
            'content' => $twin->html('draft'), 'contentformat' => FORMAT_HTML]);
    }
}
