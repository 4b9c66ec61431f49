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

use local_mcpgate\local\policy\course_way;
use PHPUnit\Framework\TestCase;

/**
 * How the steps to a course become a query.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class course_way_test extends TestCase {

    /**
     * Steps are joined from the id to the course.
     */
    public function test_steps_become_one_query(): void {
        $way = new course_way(['question_versions:questionid.questionbankentryid', 'question_bank_entries.questioncategoryid']);
        $this->assertSame(
            'SELECT t0.questionid AS given, t1.questioncategoryid AS reached FROM {question_versions} t0'
                . ' JOIN {question_bank_entries} t1 ON t1.id = t0.questionbankentryid WHERE t0.questionid %s',
            $way->sql()
        );
        $this->assertSame([
            'question_versions' => ['questionid', 'questionbankentryid'],
            'question_bank_entries' => ['id', 'questioncategoryid'],
        ], $way->columns());
    }

    /**
     * The id of a course needs no query.
     */
    public function test_a_course_is_there_already(): void {
        $this->assertNull(course_way::named('course')->sql());
    }

    /**
     * The notation says what is special about a way.
     */
    public function test_special_steps_are_told_apart(): void {
        $this->assertTrue(course_way::named('comment')->ends_in_context());
        $this->assertFalse(course_way::named('module')->ends_in_context());
        $this->assertTrue(course_way::named('badge_hash')->starts_with_text());
        $this->assertFalse(course_way::named('question')->starts_with_text());
        $this->assertTrue(course_way::named('site_scale')->may_be_none());
        $this->assertFalse(course_way::named('scale')->may_be_none());
    }

    /**
     * A slip in the tables is no way to everywhere.
     */
    public function test_malformed_steps_are_an_error(): void {
        $this->expectException(\InvalidArgumentException::class);
        new course_way(['quiz course']);
    }
}
