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
 * What a twin course leaves elsewhere.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

/**
 * Adds what belongs to the course but lies outside of it.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class mcpgate_twin_traces {
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
        $this->fill_calendar();
        $this->award();
        $this->write_about();
        $this->talk();
        $this->visit();
        $this->complete();
        $this->back_up();
    }

    /**
     * Adds events of the course, of a group and of the category.
     */
    private function fill_calendar(): void {
        global $CFG;
        require_once($CFG->dirroot . '/calendar/lib.php');
        $twin = $this->twin;
        $kinds = ['course' => ['courseid' => $twin->courseid],
            'group' => ['courseid' => $twin->courseid, 'groupid' => $twin->groupid],
            'category' => ['categoryid' => $twin->categoryid]];
        foreach ($kinds as $kind => $place) {
            calendar_event::create((object) ($place + ['eventtype' => $kind, 'name' => $twin->text("{$kind} event"),
                'description' => $twin->html('event'), 'format' => FORMAT_HTML, 'userid' => $twin->id('twin.teacher'),
                'timestart' => time() + HOURSECS, 'timeduration' => HOURSECS, 'visible' => 1,
                'location' => $twin->text('room')]), false);
        }
    }

    /**
     * Awards a badge of the course.
     */
    private function award(): void {
        global $CFG, $DB;
        require_once($CFG->libdir . '/badgeslib.php');
        $twin = $this->twin;
        $badge = $twin->plugin('core_badges')->create_badge(['name' => $twin->text('badge'), 'description' => $twin->text('badge'),
            'type' => BADGE_TYPE_COURSE, 'courseid' => $twin->courseid, 'issuername' => $twin->text('issuer'),
            'image' => 'badges/tests/behat/badge.png', 'status' => BADGE_STATUS_ACTIVE_LOCKED]);
        $twin->plugin('core_badges')->create_criteria(['badgeid' => $badge->id,
            'roleid' => $DB->get_field('role', 'id', ['shortname' => 'editingteacher'], MUST_EXIST)]);
        foreach (['twin.student', 'twin.peer'] as $username) {
            (new badge($badge->id))->issue($twin->id($username), true);
        }
    }

    /**
     * Adds notes on students, and blog entries about the course and its page.
     */
    private function write_about(): void {
        $twin = $this->twin;
        $pages = get_coursemodules_in_course('page', $twin->courseid);
        foreach (['twin.student', 'twin.peer'] as $username) {
            $twin->plugin('core_notes')->create_instance(['courseid' => $twin->courseid, 'userid' => $twin->id($username),
                'content' => $twin->text('note'), 'publishstate' => 'public', 'usermodified' => $twin->id('twin.teacher')]);
            $twin->plugin('core_blog')->create_entry(['subject' => $twin->text('blog entry'), 'body' => $twin->html('blog entry'),
                'userid' => $twin->id($username), 'publishstate' => 'site', 'format' => FORMAT_HTML, 'summaryformat' => FORMAT_HTML,
                'courseassoc' => context_course::instance($twin->courseid)->id,
                'modassoc' => context_module::instance(key($pages))->id]);
        }
    }

    /**
     * Adds a message to the group, and a notification about the course.
     */
    private function talk(): void {
        global $DB;
        $twin = $this->twin;
        $conversation = $DB->get_record('message_conversations', ['itemid' => $twin->groupid, 'itemtype' => 'groups'], '*',
            MUST_EXIST);
        \core_message\api::send_message_to_conversation($twin->id('twin.peer'), (int) $conversation->id,
            $twin->text('message'), FORMAT_PLAIN);
        foreach (['twin.student', 'twin.teacher', 'twin.manager'] as $username) {
            $id = $twin->insert('notifications', ['useridfrom' => $twin->id('twin.peer'), 'useridto' => $twin->id($username),
                'subject' => $twin->text('notification'), 'fullmessage' => $twin->text('notification'),
                'fullmessageformat' => FORMAT_PLAIN, 'fullmessagehtml' => $twin->html('notification'),
                'smallmessage' => $twin->text('notification'), 'component' => 'mod_forum', 'eventtype' => 'posts',
                'contexturl' => "https://campus.example/{$twin->secret}", 'contexturlname' => $twin->text('forum'),
                'timecreated' => time(), 'customdata' => json_encode(['courseid' => $twin->courseid])]);
            $twin->insert('message_popup_notifications', ['notificationid' => $id]);
        }
    }

    /**
     * Lets everybody have visited and starred the course.
     */
    private function visit(): void {
        $twin = $this->twin;
        $pages = get_coursemodules_in_course('page', $twin->courseid);
        foreach (['twin.student', 'twin.teacher', 'twin.manager'] as $username) {
            $userid = $twin->id($username);
            $favourites = \core_favourites\service_factory::get_service_for_user_context(context_user::instance($userid));
            $favourites->create_favourite('core_course', 'courses', $twin->courseid, context_course::instance($twin->courseid));
            $twin->insert('user_lastaccess', ['userid' => $userid, 'courseid' => $twin->courseid,
                'timeaccess' => time() - HOURSECS]);
            $twin->insert('block_recentlyaccesseditems', ['courseid' => $twin->courseid, 'cmid' => key($pages), 'userid' => $userid,
                'timeaccess' => time() - HOURSECS]);
        }
    }

    /**
     * Adds a backup that waits for its turn.
     */
    private function back_up(): void {
        $twin = $this->twin;
        $twin->insert('backup_controllers', ['backupid' => md5("backup {$twin->secret}"), 'operation' => 'backup',
            'type' => 'course', 'itemid' => $twin->courseid, 'format' => 'moodle2', 'interactive' => 0, 'purpose' => 70,
            'userid' => $twin->id('twin.teacher'), 'status' => 700, 'execution' => 2, 'executiontime' => 0, 'checksum' => '',
            'timecreated' => time(), 'timemodified' => time(), 'progress' => 0, 'controller' => '']);
    }

    /**
     * Lets students complete the course by saying so, or by a teacher's word; the peer did.
     */
    private function complete(): void {
        $twin = $this->twin;
        // COMPLETION_CRITERIA_TYPE_SELF and COMPLETION_CRITERIA_TYPE_ROLE.
        foreach ([1, 7] as $kind) {
            $twin->insert('course_completion_criteria', ['course' => $twin->courseid, 'criteriatype' => $kind, 'role' => 3]);
        }
        $twin->insert('course_completions', ['userid' => $twin->id('twin.peer'), 'course' => $twin->courseid,
            'timeenrolled' => time() - WEEKSECS, 'timestarted' => time() - WEEKSECS, 'timecompleted' => time(),
            'reaggregate' => 0]);
        $pages = get_coursemodules_in_course('page', $twin->courseid);
        $twin->insert('course_modules_completion', ['coursemoduleid' => key($pages), 'userid' => $twin->id('twin.peer'),
            'completionstate' => 1, 'timemodified' => time()]);
    }
}
