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
 * How an id leads to a course.
 *
 * A way is a list of steps "table.column": the id is looked up in the table, the
 * column holds the id for the next step, and the last column the course.
 * "table:key.column" looks it up in another column than "id", "table#key.column" in
 * one that holds a text. A last step "context" finds the course that encloses a
 * context; "or none" accepts what belongs to the whole site as well. A way without
 * steps starts with a course already.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

defined('MOODLE_INTERNAL') || die();

return [
    // What every course has.
    'course' => [],
    'context' => ['context'],
    'module' => ['course_modules.course'],
    'section' => ['course_sections.course'],
    'block' => ['block_instances.parentcontextid', 'context'],
    'group' => ['groups.courseid'],
    'grouping' => ['groupings.courseid'],
    'enrol' => ['enrol.courseid'],
    'user_enrolment' => ['user_enrolments.enrolid', 'enrol.courseid'],
    'event' => ['event.courseid'],
    'event_subscription' => ['event_subscriptions.courseid'],
    'comment' => ['comments.contextid', 'context'],
    'note' => ['post.courseid'],
    'badge' => ['badge.courseid'],
    'badge_hash' => ['badge_issued#uniquehash.badgeid', 'badge.courseid'],
    'content' => ['contentbank_content.contextid', 'context'],
    'course_competency' => ['competency_coursecomp.courseid'],
    'prediction' => ['analytics_predictions.contextid', 'context'],
    'scale' => ['scale.courseid'],
    'site_scale' => ['scale.courseid', 'or none'],

    // Grades and grading forms.
    'grade_item' => ['grade_items.courseid'],
    'grade_category' => ['grade_categories.courseid'],
    'grading_definition' => ['grading_definitions.areaid', 'grading_areas.contextid', 'context'],
    'guide_criterion' => [
        'gradingform_guide_criteria.definitionid', 'grading_definitions.areaid', 'grading_areas.contextid', 'context',
    ],
    'guide_comment' => [
        'gradingform_guide_comments.definitionid', 'grading_definitions.areaid', 'grading_areas.contextid', 'context',
    ],
    'rubric_criterion' => [
        'gradingform_rubric_criteria.definitionid', 'grading_definitions.areaid', 'grading_areas.contextid', 'context',
    ],
    'rubric_level' => [
        'gradingform_rubric_levels.criterionid', 'gradingform_rubric_criteria.definitionid', 'grading_definitions.areaid',
        'grading_areas.contextid', 'context',
    ],

    // Questions.
    'question' => [
        'question_versions:questionid.questionbankentryid', 'question_bank_entries.questioncategoryid',
        'question_categories.contextid', 'context',
    ],
    'question_category' => ['question_categories.contextid', 'context'],

    // Activities by the id of their instance.
    'assign' => ['assign.course'],
    'bigbluebuttonbn' => ['bigbluebuttonbn.course'],
    'book' => ['book.course'],
    'chat' => ['chat.course'],
    'choice' => ['choice.course'],
    'data' => ['data.course'],
    'feedback' => ['feedback.course'],
    'folder' => ['folder.course'],
    'forum' => ['forum.course'],
    'glossary' => ['glossary.course'],
    'h5pactivity' => ['h5pactivity.course'],
    'imscp' => ['imscp.course'],
    'label' => ['label.course'],
    'lesson' => ['lesson.course'],
    'lti' => ['lti.course'],
    'page' => ['page.course'],
    'qbank' => ['qbank.course'],
    'quiz' => ['quiz.course'],
    'resource' => ['resource.course'],
    'scorm' => ['scorm.course'],
    'subsection' => ['subsection.course'],
    'survey' => ['survey.course'],
    'url' => ['url.course'],
    'wiki' => ['wiki.course'],
    'workshop' => ['workshop.course'],

    // What activities consist of.
    'assign_override' => ['assign_overrides.assignid', 'assign.course'],
    'book_chapter' => ['book_chapters.bookid', 'book.course'],
    'chat_session' => ['chat_users#sid.chatid', 'chat.course'],
    'choice_answer' => ['choice_answers.choiceid', 'choice.course'],
    'choice_option' => ['choice_options.choiceid', 'choice.course'],
    'data_field' => ['data_fields.dataid', 'data.course'],
    'data_record' => ['data_records.dataid', 'data.course'],
    'feedback_item' => ['feedback_item.feedback', 'feedback.course'],
    'forum_discussion' => ['forum_discussions.forum', 'forum.course'],
    'forum_post' => ['forum_posts.discussion', 'forum_discussions.forum', 'forum.course'],
    'glossary_category' => ['glossary_categories.glossaryid', 'glossary.course'],
    'glossary_entry' => ['glossary_entries.glossaryid', 'glossary.course'],
    'h5p_attempt' => ['h5pactivity_attempts.h5pactivityid', 'h5pactivity.course'],
    'lesson_page' => ['lesson_pages.lessonid', 'lesson.course'],
    'quiz_attempt' => ['quiz_attempts.quiz', 'quiz.course'],
    'quiz_grade_item' => ['quiz_grade_items.quizid', 'quiz.course'],
    'quiz_override' => ['quiz_overrides.quiz', 'quiz.course'],
    'quiz_slot' => ['quiz_slots.quizid', 'quiz.course'],
    'scorm_sco' => ['scorm_scoes.scorm', 'scorm.course'],
    'subwiki' => ['wiki_subwikis.wikiid', 'wiki.course'],
    'wiki_page' => ['wiki_pages.subwikiid', 'wiki_subwikis.wikiid', 'wiki.course'],
    'workshop_assessment' => ['workshop_assessments.submissionid', 'workshop_submissions.workshopid', 'workshop.course'],
    'workshop_submission' => ['workshop_submissions.workshopid', 'workshop.course'],
];
