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
 * What the people of a twin course wrote together.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

/**
 * Adds activities that grow by what everybody writes.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class mcpgate_twin_collections {
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
        $this->discuss();
        $this->fill_glossary();
        $this->fill_database();
        $this->fill_wiki();
        $this->chat();
    }

    /**
     * Adds a forum with two discussions, answers and a rating.
     */
    private function discuss(): void {
        $twin = $this->twin;
        $forum = $twin->add('forum', ['assessed' => 1, 'scale' => 100, 'grade_forum' => 100, 'maxattachments' => 2]);
        foreach (['twin.teacher', 'twin.student'] as $username) {
            $discussion = $twin->plugin('mod_forum')->create_discussion((object) ['course' => $twin->courseid,
                'forum' => $forum->id, 'userid' => $twin->id($username), 'name' => $twin->text('discussion'),
                'message' => $twin->html('first post')]);
            foreach (['twin.student', 'twin.peer'] as $answerer) {
                $post = $twin->plugin('mod_forum')->create_post((object) ['discussion' => $discussion->id,
                    'parent' => $discussion->firstpost, 'userid' => $twin->id($answerer), 'subject' => $twin->text('answer'),
                    'message' => $twin->html('answer')]);
                $twin->insert('rating', ['contextid' => context_module::instance($forum->cmid)->id, 'component' => 'mod_forum',
                    'ratingarea' => 'post', 'itemid' => $post->id, 'scaleid' => 100, 'rating' => 50,
                    'userid' => $twin->id('twin.teacher'), 'timecreated' => time(), 'timemodified' => time()]);
            }
        }
    }

    /**
     * Adds a glossary with a category and commented entries, one of which waits for approval.
     */
    private function fill_glossary(): void {
        global $DB;
        $twin = $this->twin;
        $glossary = $twin->add('glossary', ['allowcomments' => 1, 'assessed' => 1, 'scale' => 100,
            'displayformat' => 'encyclopedia']);
        $entries = [];
        foreach (['twin.teacher' => 1, 'twin.student' => 1, 'twin.peer' => 0] as $username => $approved) {
            $entries[] = $entry = $twin->as_person($username, static function () use ($twin, $glossary): stdClass {
                return $twin->plugin('mod_glossary')->create_content($glossary, ['concept' => $twin->text('concept'),
                    'definition' => $twin->html('definition')], [$twin->text('alias')]);
            });
            $DB->set_field('glossary_entries', 'approved', $approved, ['id' => $entry->id]);
            $this->comment('mod_glossary', 'glossary_entry', (int) $glossary->cmid, (int) $entry->id);
        }
        $twin->plugin('mod_glossary')->create_category($glossary, ['name' => $twin->text('category')], $entries);
    }

    /**
     * Adds a database with two fields and entries of students.
     */
    private function fill_database(): void {
        $twin = $this->twin;
        $data = $twin->add('data', ['comments' => 1, 'approval' => 1]);
        $contents = [];
        foreach (['one', 'two'] as $name) {
            $field = $twin->plugin('mod_data')->create_field((object) ['type' => 'text', 'name' => $twin->text("field {$name}"),
                'description' => $twin->text('field')], $data);
            $contents[$field->field->id] = $twin->text("value {$name}");
        }
        foreach (['twin.student', 'twin.peer'] as $username) {
            $entryid = $twin->as_person($username, static function () use ($twin, $data, $contents): int {
                return (int) $twin->plugin('mod_data')->create_entry($data, $contents, $twin->groupid);
            });
            $this->comment('mod_data', 'database_entry', (int) $data->cmid, $entryid);
        }
    }

    /**
     * Adds a wiki with two pages.
     */
    private function fill_wiki(): void {
        $twin = $this->twin;
        $wiki = $twin->add('wiki', ['firstpagetitle' => $twin->text('first page'), 'groupmode' => NOGROUPS]);
        $twin->plugin('mod_wiki')->create_first_page($wiki, ['content' => $twin->html('first page')]);
        $twin->plugin('mod_wiki')->create_page($wiki, ['title' => $twin->text('second page'), 'content' => $twin->html('page')]);
    }

    /**
     * Adds a chat in which three people stay for long, and one left without saying so.
     */
    private function chat(): void {
        if (!core_component::get_component_directory('mod_chat')) {
            return;
        }
        $twin = $this->twin;
        $chat = $twin->add('chat', ['studentlogs' => 1, 'groupmode' => NOGROUPS]);
        $staying = array_map([$twin, 'id'], ['twin.teacher', 'twin.student', 'twin.peer']);
        foreach (array_merge($staying, [(int) $twin->loner->id]) as $position => $userid) {
            $ping = in_array($userid, $staying, true) ? time() + YEARSECS : time() - HOURSECS;
            $said = ['chatid' => $chat->id, 'userid' => $userid, 'groupid' => 0, 'issystem' => 0,
                'message' => $twin->text('saying'), 'timestamp' => time() - HOURSECS + $position];
            $twin->insert('chat_messages', $said);
            $twin->insert('chat_messages_current', $said);
            $twin->insert('chat_users', ['chatid' => $chat->id, 'userid' => $userid, 'groupid' => 0,
                'version' => 'ajax', 'ip' => '127.0.0.1', 'firstping' => $ping, 'lastping' => $ping, 'lastmessageping' => $ping,
                'sid' => md5($twin->secret . $userid), 'course' => $twin->courseid, 'lang' => 'en']);
        }
    }

    /**
     * Lets the teacher comment on something.
     *
     * @param string $component
     * @param string $area
     * @param int $cmid
     * @param int $itemid
     */
    private function comment(string $component, string $area, int $cmid, int $itemid): void {
        $this->twin->insert('comments', ['contextid' => context_module::instance($cmid)->id, 'component' => $component,
            'commentarea' => $area, 'itemid' => $itemid, 'content' => $this->twin->html('comment'), 'format' => FORMAT_HTML,
            'userid' => $this->twin->id('twin.teacher'), 'timecreated' => time()]);
    }
}
