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

namespace local_mcpgate\local\call;

use local_mcpgate\local\bridge\bridge_exception;
use local_mcpgate\local\functions\function_class;
use local_mcpgate\local\functions\function_directory;
use local_mcpgate\local\functions\function_unavailable;
use local_mcpgate\local\functions\known_function;
use local_mcpgate\local\oauth\connection;
use local_mcpgate\local\oauth\scope_set;
use local_mcpgate\local\policy\course_admission;
use local_mcpgate\local\policy\course_limit;
use local_mcpgate\local\policy\course_refused;
use local_mcpgate\local\policy\course_resolver;
use local_mcpgate\local\policy\function_pattern;
use local_mcpgate\local\site_settings;

/**
 * Decides whether a connection may run a function with these arguments.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class function_gate {

    /** @var connection Through which the call comes. */
    private $connection;

    /**
     * Set up the gate of a connection.
     *
     * @param connection $connection
     */
    public function __construct(connection $connection) {
        $this->connection = $connection;
    }

    /**
     * Find a function that this connection can reach.
     *
     * @param string $name as the client wrote it
     * @return known_function
     * @throws function_unavailable
     */
    public function find(string $name): known_function {
        if (!preg_match('/^[A-Za-z0-9_]{1,200}$/D', $name)) {
            throw new function_unavailable(function_unavailable::MISSING);
        }
        $function = function_directory::of_site()->find($name);
        if ($function->function_class() === function_class::NEVER) {
            throw new function_unavailable(function_unavailable::NEVER);
        }
        if (!function_pattern::any_covers($this->connection->limits()->functions(), $name)) {
            throw new function_unavailable(function_unavailable::PATTERN);
        }
        return $function;
    }

    /**
     * Check the scope, and that no assessment is sat where the site does not allow it.
     *
     * @param known_function $function
     * @throws bridge_exception scope_missing or assessment_refused
     */
    public function require_allowed(known_function $function): void {
        $needed = $function->function_class() === function_class::READ ? scope_set::READ : scope_set::WRITE;
        if (!in_array($needed, $this->connection->scopes(), true)) {
            throw new bridge_exception('scope_missing', "This needs the scope {$needed}.", ['needed' => [$needed]]);
        }
        if ($function->assessment() && !site_settings::current()->allows_assessment()) {
            throw new bridge_exception('assessment_refused', 'This site does not let assistants sit assessments.');
        }
    }

    /**
     * Check whether a person has to approve first.
     *
     * @param known_function $function
     * @throws bridge_exception approval_required
     */
    public function require_approval(known_function $function): void {
        $class = $function->function_class();
        $asks = $class === function_class::WRITE && $this->connection->limits()->approvewrites();
        if ($class === function_class::DESTRUCTIVE || $asks) {
            throw new bridge_exception('approval_required', 'A person has to approve this call first.');
        }
    }

    /**
     * Check that a call stays inside of the courses of the connection.
     *
     * @param known_function $function
     * @param array $arguments as validated
     * @return course_admission
     * @throws bridge_exception course_refused
     */
    public function admit_to_courses(known_function $function, array $arguments): course_admission {
        $courses = $this->connection->limits()->courses();
        if ($courses === null) {
            return new course_admission($arguments);
        }
        try {
            $this->require_limitable();
            $limit = new course_limit($courses, course_resolver::on_site());
            return $limit->admit($function->name(), $function->parameters(), $function->returns(), $arguments);
        } catch (course_refused $refusal) {
            throw new bridge_exception('course_refused', $refusal->getMessage(), ['reason' => $refusal->reason()]);
        }
    }

    /**
     * Check that the person can be kept out of a course.
     *
     * @throws course_refused
     */
    private function require_limitable(): void {
        if (is_siteadmin($this->connection->userid())) {
            $message = 'A site administrator cannot be limited to courses, so this connection cannot be used.';
            throw new course_refused(course_refused::SITE_ADMIN, $message);
        }
    }
}
