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

namespace local_mcpgate\functions;

use local_mcpgate\local\functions\function_report;
use local_mcpgate\local\functions\function_verdict;
use local_mcpgate\local\functions\site_function;
use PHPUnit\Framework\TestCase;

/**
 * What the command line shows of functions.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class function_report_test extends TestCase {

    /**
     * Each function is shown with the class in force and the one it would have.
     */
    public function test_a_line_tells_class_name_component_reason_and_what_it_was(): void {
        $this->assertSame(
            "read\tcore_a\tmoodle\tcredential\twas never\nwrite\tcore_b\tmoodle\nhidden\tlocal_c\tlocal_x\n",
            self::report()->text()
        );
    }

    /**
     * What was listed and is gone from the site is shown, so that it can be taken off.
     */
    public function test_overrides_name_what_is_gone_too(): void {
        $report = self::report(['core_a' => 'read', 'local_gone' => 'write']);
        $report->keep_overrides();
        $facts = json_decode($report->json(), true);
        $this->assertSame(['core_a', 'local_gone'], array_column($facts, 'name'));
        $this->assertSame(['read', 'hidden'], array_column($facts, 'class'));
        $this->assertSame(['read', 'write'], array_column($facts, 'override'));
    }

    /**
     * A class picks those that have it now.
     */
    public function test_a_class_picks_by_what_is_in_force(): void {
        $report = self::report();
        $report->keep_class('hidden');
        $this->assertSame(['local_c'], array_column(json_decode($report->json(), true), 'name'));
    }

    /**
     * Report on three functions.
     *
     * @param array $listed
     * @return function_report
     */
    private static function report(array $listed = ['core_a' => 'read']): function_report {
        return new function_report([
            'core_a' => self::one('core_a', 'moodle', true, new function_verdict('never', 'credential', false), 'read'),
            'local_c' => self::one('local_c', 'local_x', false, new function_verdict('read', '', false), null),
            'core_b' => self::one('core_b', 'moodle', true, new function_verdict('write', '', false), null),
        ], $listed);
    }

    /**
     * Make a function.
     *
     * @param string $name
     * @param string $component
     * @param bool $standard
     * @param function_verdict $own
     * @param string|null $listed
     * @return site_function
     */
    private static function one(
        string $name,
        string $component,
        bool $standard,
        function_verdict $own,
        ?string $listed
    ): site_function {
        return new site_function((object) ['name' => $name, 'component' => $component], $standard, $own, $listed);
    }
}
