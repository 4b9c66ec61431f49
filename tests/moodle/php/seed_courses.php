<?php
// This file is part of Moodle - http://moodle.org/
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
// along with Moodle.  If not, see <http://www.gnu.org/licenses/>.


/**
 * The courses of the test site.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

/**
 * Makes courses with Moodle's own generators and mass rows in bulk.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class mcpgate_seed_courses {
    /** @var testing_data_generator Moodle's own. */
    private $generator;

    /** @var mcpgate_seed_people The people to enrol. */
    private $people;

    /** @var array{id: int, cmid: int}|null The assignment most students still owe. */
    public $assignment;

    /** @var int The forum of the big course. */
    public $forumid;

    /**
     * Keeps what it builds with.
     *
     * @param testing_data_generator $generator
     * @param mcpgate_seed_people $people
     */
    public function __construct(testing_data_generator $generator, mcpgate_seed_people $people) {
        $this->generator = $generator;
        $this->people = $people;
    }

    /**
     * Creates Project Management: everybody is enrolled, some submitted.
     *
     * @param int $submitted how many submissions were handed in
     * @param int $drafts how many are still drafts
     * @return int the course id
     */
    public function create_management_course(int $submitted, int $drafts): int {
        $courseid = $this->create_course('Project Management', 'PM101', ['prof.smith' => 'editingteacher']);
        $this->enrol_many($courseid, $this->people->studentids);
        foreach ([1, 2, 3, 4] as $section) {
            $this->add('page', $courseid, $section, "Week $section: reading");
            $this->add('url', $courseid, $section, "Week $section: link", ['externalurl' => 'https://campus.example/week']);
            $this->add('label', $courseid, $section, "Week $section");
            $this->add('assign', $courseid, $section, "Exercise $section", ['assignsubmission_onlinetext_enabled' => 1]);
        }
        $forum = $this->add('forum', $courseid, 1, 'Questions and answers');
        $this->generator->get_plugin_generator('mod_forum')->create_discussion((object) [
            'course' => $courseid, 'forum' => $forum->id, 'userid' => $this->people->id('ana.lima'),
            'name' => 'How long may the plan be?', 'message' => '<p>Is there a limit of pages?</p>',
        ]);
        $this->forumid = (int) $forum->id;
        $this->add('quiz', $courseid, 4, 'Self-check');
        $final = $this->add('assign', $courseid, 5, 'Final project', [
            'assignsubmission_onlinetext_enabled' => 1, 'submissiondrafts' => 1, 'duedate' => time() + WEEKSECS,
        ]);
        $this->assignment = ['id' => (int) $final->id, 'cmid' => (int) $final->cmid];
        $this->submit((int) $final->id, $submitted, $drafts);
        rebuild_course_cache($courseid);
        return $courseid;
    }

    /**
     * Creates Data Analysis, a small course of the same teacher.
     *
     * @return int the course id
     */
    public function create_analysis_course(): int {
        $courseid = $this->create_course('Data Analysis', 'DA201', ['prof.smith' => 'editingteacher']);
        $this->enrol_many($courseid, array_slice($this->people->studentids, 0, 30));
        $this->add('forum', $courseid, 1, 'Course forum');
        $this->add('page', $courseid, 1, 'Syllabus');
        $this->add('quiz', $courseid, 2, 'Statistics quiz', ['quizpassword' => 'opensesame']);
        return $courseid;
    }

    /**
     * Creates Organic Chemistry, which prof.smith has no part in.
     *
     * @return int the course id
     */
    public function create_chemistry_course(): int {
        $courseid = $this->create_course('Organic Chemistry', 'CH301', ['dr.chen' => 'editingteacher']);
        $this->add('page', $courseid, 1, 'Lab safety');
        return $courseid;
    }

    /**
     * Creates a visible course.
     *
     * @param string $fullname
     * @param string $shortname
     * @param array<string, string> $staff role shortnames by username
     * @return int the course id
     */
    private function create_course(string $fullname, string $shortname, array $staff): int {
        $course = $this->generator->create_course([
            'fullname' => $fullname, 'shortname' => $shortname, 'numsections' => 5, 'summary' => "<p>$fullname</p>",
        ], ['createsections' => true]);
        foreach ($staff as $username => $role) {
            $this->generator->enrol_user($this->people->id($username), $course->id, $role);
        }
        return (int) $course->id;
    }

    /**
     * Adds an activity.
     *
     * @param string $module
     * @param int $courseid
     * @param int $section
     * @param string $name
     * @param array $settings of the activity's own form
     * @return stdClass the instance with its cmid
     */
    private function add(string $module, int $courseid, int $section, string $name, array $settings = []): stdClass {
        return $this->generator->create_module($module, $settings + [
            'course' => $courseid, 'section' => $section, 'name' => $name, 'intro' => "<p>$name</p>", 'introformat' => FORMAT_HTML,
        ]);
    }

    /**
     * Enrols students by hand, in bulk.
     *
     * @param int $courseid
     * @param int[] $userids
     */
    private function enrol_many(int $courseid, array $userids): void {
        global $DB;
        $enrolid = $DB->get_field('enrol', 'id', ['courseid' => $courseid, 'enrol' => 'manual'], MUST_EXIST);
        $roleid = $DB->get_field('role', 'id', ['shortname' => 'student'], MUST_EXIST);
        $contextid = context_course::instance($courseid)->id;
        $now = time();
        foreach (array_chunk($userids, 1000) as $chunk) {
            $enrolments = [];
            $roles = [];
            foreach ($chunk as $userid) {
                $enrolments[] = (object) ['enrolid' => $enrolid, 'userid' => $userid, 'status' => ENROL_USER_ACTIVE,
                    'timestart' => $now - DAYSECS, 'timecreated' => $now, 'timemodified' => $now];
                $roles[] = (object) ['roleid' => $roleid, 'contextid' => $contextid, 'userid' => $userid, 'timemodified' => $now];
            }
            $DB->insert_records('user_enrolments', $enrolments);
            $DB->insert_records('role_assignments', $roles);
        }
    }

    /**
     * Stores submissions of the first students.
     *
     * @param int $assignid
     * @param int $submitted
     * @param int $drafts
     */
    private function submit(int $assignid, int $submitted, int $drafts): void {
        global $DB;
        $now = time();
        $rows = [];
        foreach (array_slice($this->people->studentids, 0, $submitted + $drafts) as $position => $userid) {
            $rows[] = (object) ['assignment' => $assignid, 'userid' => $userid, 'timecreated' => $now, 'timemodified' => $now,
                'status' => $position < $submitted ? 'submitted' : 'draft', 'groupid' => 0, 'attemptnumber' => 0, 'latest' => 1];
        }
        $DB->insert_records('assign_submission', $rows);
        $texts = [];
        foreach ($DB->get_records('assign_submission', ['assignment' => $assignid], 'id', 'id, userid') as $submission) {
            $texts[] = (object) ['assignment' => $assignid, 'submission' => $submission->id,
                'onlinetext' => '<p>Project plan ' . $submission->userid . '</p>', 'onlineformat' => FORMAT_HTML];
        }
        $DB->insert_records('assignsubmission_onlinetext', $texts);
    }
}
