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
 * The questionnaires of a twin course.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

/**
 * Adds activities that ask everybody the same, with answers.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class mcpgate_twin_questionnaires {
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
        $this->choose();
        $this->give_feedback();
        $this->survey();
    }

    /**
     * Adds a choice in which the peer chose.
     */
    private function choose(): void {
        global $DB;
        $twin = $this->twin;
        $choice = $twin->add('choice', ['option' => [$twin->text('option one'), $twin->text('option two')], 'limit' => [0, 0],
            'allowupdate' => 1, 'showresults' => 3, 'publish' => 1]);
        $optionid = $DB->get_field('choice_options', 'MIN(id)', ['choiceid' => $choice->id], MUST_EXIST);
        foreach (['twin.peer', 'twin.student'] as $username) {
            $twin->insert('choice_answers', ['choiceid' => $choice->id, 'optionid' => $optionid, 'userid' => $twin->id($username),
                'timemodified' => time()]);
        }
    }

    /**
     * Adds a feedback that both students answered and the student has begun once more.
     */
    private function give_feedback(): void {
        $twin = $this->twin;
        $feedback = $twin->add('feedback', ['anonymous' => 2, 'multiple_submit' => 1, 'publish_stats' => 1, 'autonumbering' => 0]);
        $item = $twin->plugin('mod_feedback')->create_item_textfield($feedback, ['name' => $twin->text('question'),
            'label' => $twin->text('label')]);
        foreach ([['twin.peer', ''], ['twin.student', ''], ['twin.student', 'tmp']] as [$username, $unfinished]) {
            $completed = $twin->insert("feedback_completed{$unfinished}", ['feedback' => $feedback->id,
                'userid' => $twin->id($username), 'timemodified' => time(), 'random_response' => 0, 'anonymous_response' => 2,
                'courseid' => $twin->courseid, 'guestid' => '']);
            $twin->insert("feedback_value{$unfinished}", ['course_id' => $twin->courseid, 'item' => $item->id,
                'completed' => $completed, 'tmp_completed' => 0, 'value' => $twin->text('answer')]);
        }
    }

    /**
     * Adds a survey that the peer answered.
     */
    private function survey(): void {
        if (!core_component::get_component_directory('mod_survey')) {
            return;
        }
        $twin = $this->twin;
        $survey = $twin->add('survey', ['template' => 1]);
        foreach (explode(',', $survey->questions) as $question) {
            $twin->insert('survey_answers', ['userid' => $twin->id('twin.peer'), 'survey' => $survey->id, 'question' => $question,
                'time' => time(), 'answer1' => 1, 'answer2' => $twin->text('answer')]);
        }
    }
}
