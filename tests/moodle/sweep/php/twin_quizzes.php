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
 * What is asked in a twin course.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

/**
 * Adds quizzes and a lesson, with attempts.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class mcpgate_twin_quizzes {
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
        global $CFG;
        require_once($CFG->dirroot . '/mod/quiz/locallib.php');
        require_once($CFG->dirroot . '/mod/lesson/locallib.php');
        $questions = $this->write_questions();
        $this->attempt($this->add_quiz('quiz', $questions), ['twin.student' => true, 'twin.peer' => true]);
        $this->attempt($this->add_quiz('open quiz', $questions), ['twin.student' => false]);
        $this->learn();
    }

    /**
     * Fills the question bank.
     *
     * @return int[] ids of questions
     */
    private function write_questions(): array {
        $twin = $this->twin;
        $category = $twin->plugin('core_question')->create_question_category([
            'contextid' => context_course::instance($twin->courseid)->id, 'name' => $twin->text('questions'),
            'info' => $twin->text('questions'), 'idnumber' => strtoupper("{$twin->word}-QUESTIONS")]);
        $ids = [];
        foreach (['first', 'second'] as $name) {
            $question = (object) ['qtype' => 'truefalse', 'category' => $category->id, 'createdby' => get_admin()->id];
            $form = (object) ['category' => "{$category->id},{$category->contextid}", 'name' => $twin->text("{$name} question"),
                'questiontext' => $twin->editor("{$name} question"), 'generalfeedback' => $twin->editor('feedback'),
                'defaultmark' => 1, 'penalty' => 1, 'status' => 'ready', 'idnumber' => strtoupper("{$twin->word}-{$name}"),
                'correctanswer' => 1, 'feedbacktrue' => $twin->editor('true'), 'feedbackfalse' => $twin->editor('false'),
                'showstandardinstruction' => 1];
            $ids[] = (int) question_bank::get_qtype('truefalse')->save_question($question, $form)->id;
        }
        return $ids;
    }

    /**
     * Adds a quiz of these questions, with an exception for the peer.
     *
     * @param string $name
     * @param int[] $questions
     * @return stdClass the quiz
     */
    private function add_quiz(string $name, array $questions): stdClass {
        global $DB;
        $twin = $this->twin;
        $quiz = $twin->add('quiz', ['grade' => 100, 'attempts' => 0, 'sumgrades' => count($questions)], $name);
        foreach ($questions as $position => $questionid) {
            quiz_add_quiz_question($questionid, $quiz, $position + 1);
        }
        $DB->set_field('quiz', 'sumgrades', count($questions), ['id' => $quiz->id]);
        $DB->set_field('quiz_sections', 'heading', $twin->text('heading'), ['quizid' => $quiz->id]);
        $twin->insert('quiz_overrides', ['quiz' => $quiz->id, 'userid' => $twin->id('twin.peer'), 'attempts' => 3]);
        $twin->insert('quiz_feedback', ['quizid' => $quiz->id, 'feedbacktext' => $twin->html('overall feedback'),
            'feedbacktextformat' => FORMAT_HTML, 'mingrade' => 0, 'maxgrade' => 101]);
        if ($DB->get_manager()->table_exists('quiz_grade_items')) {
            $twin->insert('quiz_grade_items', ['quizid' => $quiz->id, 'sortorder' => 1, 'name' => $twin->text('grade item')]);
        }
        return $quiz;
    }

    /**
     * Lets students attempt a quiz.
     *
     * @param stdClass $quiz
     * @param array<string, bool> $attempts whether the attempt is finished, by username
     */
    private function attempt(stdClass $quiz, array $attempts): void {
        $settings = class_exists('\\mod_quiz\\quiz_settings') ? '\\mod_quiz\\quiz_settings' : 'quiz';
        $attempted = class_exists('\\mod_quiz\\quiz_attempt') ? '\\mod_quiz\\quiz_attempt' : 'quiz_attempt';
        foreach ($attempts as $username => $finished) {
            $this->twin->as_person($username, function () use ($quiz, $username, $finished, $settings, $attempted): void {
                $of = $settings::create($quiz->id, $this->twin->id($username));
                $attempt = quiz_prepare_and_start_new_attempt($of, 1, false);
                if ($finished) {
                    $attempted::create($attempt->id)->process_finish(time(), false);
                }
            });
        }
    }

    /**
     * Adds a lesson that the peer finished and the student has begun.
     */
    private function learn(): void {
        $twin = $this->twin;
        $lesson = $twin->add('lesson', ['retake' => 1, 'modattempts' => 1, 'practice' => 0, 'ongoing' => 1]);
        $page = $twin->plugin('mod_lesson')->create_content($lesson, ['title' => $twin->text('page'),
            'contents_editor' => $twin->editor('page')]);
        $question = $twin->plugin('mod_lesson')->create_question_truefalse($lesson, ['title' => $twin->text('question'),
            'contents_editor' => $twin->editor('question'), 'pageid' => $page->id]);
        foreach (['twin.peer' => 1, 'twin.student' => 0] as $username => $completed) {
            $twin->insert('lesson_timer', ['lessonid' => $lesson->id, 'userid' => $twin->id($username),
                'starttime' => time() - HOURSECS, 'lessontime' => time(), 'completed' => $completed]);
            $twin->insert('lesson_attempts', ['lessonid' => $lesson->id, 'pageid' => $question->id,
                'userid' => $twin->id($username), 'answerid' => 0, 'retry' => 0,
                'correct' => 1, 'useranswer' => $twin->text('answer'), 'timeseen' => time()]);
        }
        $twin->insert('lesson_grades', ['lessonid' => $lesson->id, 'userid' => $twin->id('twin.peer'), 'grade' => 100,
            'late' => 0, 'completed' => time()]);
    }
}
