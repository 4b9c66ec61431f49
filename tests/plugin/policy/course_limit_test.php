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

declare(strict_types=1);

namespace local_mcpgate\policy;

use local_mcpgate\fixtures\described;
use local_mcpgate\fixtures\tables;
use local_mcpgate\local\policy\course_admission;
use local_mcpgate\local\policy\course_limit;
use local_mcpgate\local\policy\course_refused;
use PHPUnit\Framework\TestCase;

/**
 * A connection limited to courses 7 and 8.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class course_limit_test extends TestCase {

    /** Courses on the list. */
    private const COURSES = [7, 8];

    /** Arguments of the functions these tests call; a list holds what its items do. */
    private const PARAMETERS = [
        'core_completion_get_activities_completion_status' => ['courseid' => 'int', 'userid' => 'int'],
        'core_course_get_contents' => ['courseid' => 'int', 'options' => [['name' => 'alphanum', 'value' => 'raw']]],
        'core_course_get_course_module' => ['cmid' => 'int'],
        'core_course_check_updates' => [
            'courseid' => 'int', 'tocheck' => [['contextlevel' => 'alpha', 'id' => 'int', 'since' => 'int']],
        ],
        'core_course_get_course_module_by_instance' => ['module' => 'component', 'instance' => 'int'],
        'core_course_import_course' => ['importfrom' => 'int', 'importto' => 'int', 'deletecontent' => 'int'],
        'core_course_update_courses' => ['courses' => [['id' => 'int', 'categoryid' => 'int', 'fullname' => 'text']]],
        'core_courseformat_update_course' => ['action' => 'alphanumext', 'courseid' => 'int', 'ids' => ['int']],
        'core_files_get_files' => [
            'contextid' => 'int', 'itemid' => 'int', 'contextlevel' => 'alpha', 'instanceid' => 'int',
        ],
        'core_group_add_group_members' => ['members' => [['groupid' => 'int', 'userid' => 'int']]],
        'core_group_get_activity_groupmode' => ['cmid' => 'int', 'surprise' => 'int', 'note' => 'text', 'grid' => 'bool'],
        'core_badges_get_user_badge_by_hash' => ['hash' => 'alphanum'],
        'core_badges_enable_badges' => ['badgeids' => ['text']],
        'core_calendar_create_calendar_events' => ['events' => [['courseid' => 'int', 'eventtype' => 'text']]],
        'core_calendar_get_calendar_event_by_id' => ['eventid' => 'int'],
        'core_competency_get_scale_values' => ['scaleid' => 'int'],
        'core_rating_get_item_ratings' => [
            'contextlevel' => 'alpha', 'instanceid' => 'int', 'itemid' => 'int', 'scaleid' => 'int',
        ],
        'core_notes_get_notes' => ['notes' => ['int']],
        'core_get_string' => ['stringid' => 'stringid'],
        'mod_assign_get_assignments' => ['courseids' => ['int']],
        'mod_assign_get_grades' => ['assignmentids' => ['int'], 'since' => 'int'],
        'mod_chat_view_chat' => ['chatid' => 'int'],
        'mod_quiz_get_attempt_review' => ['attemptid' => 'int', 'page' => 'int'],
        'mod_workshop_update_assessment' => ['assessmentid' => 'int', 'data' => [['name' => 'alphanumext', 'value' => 'raw']]],
    ];

    /**
     * Admit a call.
     *
     * @param string $function
     * @param array $arguments
     * @param int[] $courses
     * @return course_admission
     */
    private static function admit(string $function, array $arguments, array $courses = self::COURSES): course_admission {
        $limit = new course_limit($courses, (new tables())->resolver());
        $item = described::structure(['courseid' => described::value('int')]);
        $returns = described::structure([
            'badge' => described::items($item),
            'notes' => described::items($item),
            'courses' => described::items(described::structure(['id' => described::value('int')])),
        ]);
        return $limit->admit($function, self::described(self::PARAMETERS[$function]), $returns, $arguments);
    }

    /**
     * Describe arguments.
     *
     * @param array|string $shape
     * @return \stdClass
     */
    private static function described($shape): \stdClass {
        if (is_string($shape)) {
            return described::value($shape);
        }
        if (isset($shape[0])) {
            return described::items(self::described($shape[0]));
        }
        return described::structure(array_map([self::class, 'described'], $shape));
    }

    /**
     * Say why a call is refused.
     *
     * @param string $function
     * @param array $arguments
     * @param int[] $courses
     * @return string reason, empty if it is not refused
     */
    private static function refusal(string $function, array $arguments, array $courses = self::COURSES): string {
        try {
            self::admit($function, $arguments, $courses);
            return '';
        } catch (course_refused $refusal) {
            return $refusal->reason();
        }
    }

    /**
     * Every course that arguments lead to has to be on the list.
     *
     * @dataProvider calls
     * @param string $function
     * @param array $arguments as Moodle validated them
     * @param string $reason
     */
    public function test_calls_have_to_stay_inside(string $function, array $arguments, string $reason): void {
        $this->assertSame($reason, self::refusal($function, $arguments));
    }

    /**
     * Calls, and why they are refused.
     *
     * @return array
     */
    public static function calls(): array {
        $contents = 'core_course_get_contents';
        $rating = ['contextlevel' => 'module', 'instanceid' => 70, 'itemid' => 3];
        $assessment = ['assessmentid' => 791];
        return [
            'a course on the list' => [$contents, ['courseid' => 7], ''],
            'another course' => [$contents, ['courseid' => 9], 'course_not_listed'],
            'the front page' => [$contents, ['courseid' => 1], 'course_not_listed'],
            'a course that is not there' => [$contents, ['courseid' => 404], 'course_not_listed'],
            'zero means all' => [$contents, ['courseid' => 0], 'argument_missing'],
            'nothing means all' => [$contents, ['courseid' => null], 'argument_missing'],
            'a negative course' => [$contents, ['courseid' => -7], 'argument_missing'],
            'no course at all' => [$contents, [], 'argument_missing'],
            'a person in a course' => ['core_completion_get_activities_completion_status', ['courseid' => 7, 'userid' => 5], ''],
            'a person alone' => ['core_completion_get_activities_completion_status', ['userid' => 5], 'argument_missing'],

            'a module inside' => ['core_course_get_course_module', ['cmid' => 70], ''],
            'a module elsewhere' => ['core_course_get_course_module', ['cmid' => 90], 'course_not_listed'],
            'a module of nowhere' => ['core_course_get_course_module', ['cmid' => 404], 'course_not_listed'],
            'module zero' => ['core_course_get_course_module', ['cmid' => 0], 'argument_missing'],
            'an attempt inside' => ['mod_quiz_get_attempt_review', ['attemptid' => 740, 'page' => -1], ''],
            'an attempt elsewhere' => ['mod_quiz_get_attempt_review', ['attemptid' => 940, 'page' => -1], 'course_not_listed'],
            'an activity that Moodle dropped' => ['mod_chat_view_chat', ['chatid' => 1], 'course_not_listed'],

            'all of a list' => ['mod_assign_get_grades', ['assignmentids' => [71], 'since' => 0], ''],
            'one of a list elsewhere' => ['mod_assign_get_grades', ['assignmentids' => [71, 91]], 'course_not_listed'],
            'zero in a list' => ['mod_assign_get_grades', ['assignmentids' => [71, 0]], 'argument_missing'],
            'an empty list' => ['mod_assign_get_grades', ['assignmentids' => []], 'argument_missing'],
            'deep in a list' => [
                'core_group_add_group_members',
                ['members' => [['groupid' => 72, 'userid' => 5], ['groupid' => 92, 'userid' => 5]]],
                'course_not_listed',
            ],
            'from one course to another' => [
                'core_course_import_course', ['importfrom' => 9, 'importto' => 7, 'deletecontent' => 0], 'course_not_listed',
            ],
            'between two on the list' => ['core_course_import_course', ['importfrom' => 8, 'importto' => 7], ''],

            'an option inside' => [$contents, ['courseid' => 7, 'options' => [['name' => 'cmid', 'value' => '70']]], ''],
            'an option elsewhere' => [
                $contents, ['courseid' => 7, 'options' => [['name' => 'cmid', 'value' => '90']]], 'course_not_listed',
            ],
            'an option padded' => [
                $contents, ['courseid' => 7, 'options' => [['name' => 'cmid', 'value' => '70 ']]], 'argument_unresolved',
            ],
            'an option with a leading zero' => [
                $contents, ['courseid' => 7, 'options' => [['name' => 'cmid', 'value' => '070']]], 'argument_unresolved',
            ],
            'an option with an exponent' => [
                $contents, ['courseid' => 7, 'options' => [['name' => 'cmid', 'value' => '7e1']]], 'argument_unresolved',
            ],
            'an option that is huge' => [
                $contents, ['courseid' => 7, 'options' => [['name' => 'cmid', 'value' => '99999999999999999999']]],
                'argument_unresolved',
            ],
            'an option nobody knows' => [
                $contents, ['courseid' => 7, 'options' => [['name' => 'groupid', 'value' => '72']]], 'argument_unresolved',
            ],
            'a harmless option' => [
                $contents, ['courseid' => 7, 'options' => [['name' => 'excludecontents', 'value' => '1']]], '',
            ],

            'an instance inside' => ['core_course_get_course_module_by_instance', ['module' => 'assign', 'instance' => 71], ''],
            'an instance elsewhere' => [
                'core_course_get_course_module_by_instance', ['module' => 'assign', 'instance' => 91], 'course_not_listed',
            ],
            'an instance of another kind' => [
                'core_course_get_course_module_by_instance', ['module' => 'quiz', 'instance' => 71], 'course_not_listed',
            ],
            'an instance of a kind nobody knows' => [
                'core_course_get_course_module_by_instance', ['module' => 'mod_assign', 'instance' => 71], 'argument_unresolved',
            ],
            'a level and an id' => [
                'core_course_check_updates',
                ['courseid' => 7, 'tocheck' => [['contextlevel' => 'module', 'id' => 90, 'since' => 0]]],
                'course_not_listed',
            ],
            'a person\'s context' => [
                'core_course_check_updates',
                ['courseid' => 7, 'tocheck' => [['contextlevel' => 'user', 'id' => 5, 'since' => 0]]],
                'argument_unresolved',
            ],
            'sections elsewhere, which Moodle would not notice' => [
                'core_courseformat_update_course',
                ['action' => 'section_hide', 'courseid' => 7, 'ids' => [93]],
                'course_not_listed',
            ],
            'sections inside' => [
                'core_courseformat_update_course', ['action' => 'section_hide', 'courseid' => 7, 'ids' => [73]], '',
            ],
            'an action nobody knows' => [
                'core_courseformat_update_course', ['action' => 'swap', 'courseid' => 7, 'ids' => [73]], 'argument_unresolved',
            ],
            'a context inside' => ['core_files_get_files', ['contextid' => 701, 'itemid' => 3], ''],
            'a context whose path begins alike' => ['core_files_get_files', ['contextid' => 7010], 'course_not_listed'],
            'the context of the site' => ['core_files_get_files', ['contextid' => 10], 'course_not_listed'],
            'context zero, whatever the level says' => [
                'core_files_get_files', ['contextid' => 0, 'contextlevel' => 'module', 'instanceid' => 70], 'argument_missing',
            ],
            'a context and a level that disagree' => [
                'core_files_get_files', ['contextid' => 701, 'contextlevel' => 'module', 'instanceid' => 90], 'course_not_listed',
            ],

            'a text that leads inside' => ['core_badges_get_user_badge_by_hash', ['hash' => 'c0ffee'], ''],
            'a text that leads elsewhere' => ['core_badges_get_user_badge_by_hash', ['hash' => 'beef'], 'course_not_listed'],
            'ids written as text' => ['core_badges_enable_badges', ['badgeids' => ['75']], ''],
            'a badge of the site' => ['core_badges_enable_badges', ['badgeids' => ['75', '5']], 'course_not_listed'],
            'an event of a person' => ['core_calendar_get_calendar_event_by_id', ['eventid' => 6], 'course_not_listed'],
            'an event of the site in the guise of a course' => [
                'core_calendar_create_calendar_events',
                ['events' => [['courseid' => 7, 'eventtype' => 'site']]],
                'argument_unresolved',
            ],
            'an event of a course' => [
                'core_calendar_create_calendar_events', ['events' => [['courseid' => 7, 'eventtype' => 'course']]], '',
            ],
            'bare ids' => ['core_notes_get_notes', ['notes' => [77]], ''],
            'bare ids elsewhere' => ['core_notes_get_notes', ['notes' => [77, 97]], 'course_not_listed'],
            'a course moved to a category' => [
                'core_course_update_courses', ['courses' => [['id' => 7, 'categoryid' => 2]]], 'argument_unresolved',
            ],
            'a course left where it is' => [
                'core_course_update_courses', ['courses' => [['id' => 7, 'fullname' => '9']]], '',
            ],
            'a scale of another course as a negative number' => [
                'core_rating_get_item_ratings', $rating + ['scaleid' => -98], 'course_not_listed',
            ],
            'points instead of a scale' => ['core_rating_get_item_ratings', $rating + ['scaleid' => 98], ''],
            'a form whose ids nobody can check' => [
                'mod_workshop_update_assessment',
                $assessment + ['data' => [['name' => 'dimensionid__idx_0', 'value' => '5']]],
                'function_unsupported',
            ],

            'a new argument that is left empty' => ['core_group_get_activity_groupmode', ['cmid' => 70, 'surprise' => 0], ''],
            'a new argument that may be an id' => [
                'core_group_get_activity_groupmode', ['cmid' => 70, 'surprise' => 3], 'argument_unresolved',
            ],
            'new arguments that cannot be one' => [
                'core_group_get_activity_groupmode', ['cmid' => 70, 'note' => '9', 'grid' => 1], '',
            ],

            'nothing about any course' => ['core_get_string', ['stringid' => 'yes'], ''],
            'a scale of the site' => ['core_competency_get_scale_values', ['scaleid' => 8], ''],
            'a scale of another course' => ['core_competency_get_scale_values', ['scaleid' => 98], 'course_not_listed'],
        ];
    }

    /**
     * What Moodle gets is what was judged.
     */
    public function test_arguments_pass_unchanged(): void {
        $arguments = ['courseid' => 7, 'options' => [['name' => 'cmid', 'value' => '70']]];
        $admission = self::admit('core_course_get_contents', $arguments);
        $this->assertSame($arguments, $admission->arguments());
        $this->assertFalse($admission->narrowed());
        $this->assertSame(['as it is'], $admission->cut(['as it is']));
    }

    /**
     * A list left open becomes the connection's, and the answer is cut to it all the same.
     */
    public function test_an_open_list_is_narrowed(): void {
        $admission = self::admit('mod_assign_get_assignments', ['courseids' => []]);
        $this->assertSame(['courseids' => self::COURSES], $admission->arguments());
        $this->assertTrue($admission->narrowed());
        $this->assertSame(['courses' => [['id' => 8]]], $admission->cut(['courses' => [['id' => 8], ['id' => 9]]]));
    }

    /**
     * An empty list allows no course, and never stands for all.
     */
    public function test_a_list_without_courses_allows_none(): void {
        $this->assertSame('course_not_listed', self::refusal('core_course_get_contents', ['courseid' => 7], []));
        $this->assertSame('course_not_listed', self::refusal('core_course_get_course_module', ['cmid' => 70], []));
        $this->assertSame('course_not_listed', self::refusal('mod_assign_get_assignments', ['courseids' => []], []));
        $this->assertSame('', self::refusal('core_get_string', ['stringid' => 'yes'], []));
    }

    /**
     * A function nobody has looked at, or that cannot be kept inside, says so.
     *
     * @testWith ["core_user_get_users", "people wherever they are"]
     *           ["mod_attendance_get_sessions", "nobody has checked"]
     * @param string $function
     * @param string $why
     */
    public function test_other_functions_cannot_be_used(string $function, string $why): void {
        $limit = new course_limit(self::COURSES, (new tables())->resolver());
        try {
            $limit->admit($function, described::structure(['courseid' => described::value('int')]), null, ['courseid' => 7]);
            $this->fail('It was admitted.');
        } catch (course_refused $refusal) {
            $this->assertSame('function_unsupported', $refusal->reason());
            $this->assertStringContainsString($why, $refusal->getMessage());
        }
    }

    /**
     * That an id exists elsewhere looks just like one that does not exist.
     */
    public function test_refusals_do_not_tell_what_exists(): void {
        $messages = [];
        foreach ([90, 404] as $cmid) {
            try {
                self::admit('core_course_get_course_module', ['cmid' => $cmid]);
            } catch (course_refused $refusal) {
                $messages[] = $refusal->reason() . $refusal->getMessage();
            }
        }
        $this->assertCount(2, $messages);
        $this->assertSame($messages[0], $messages[1]);
    }
}
