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
 * What belongs to the site and to neither of the twin courses.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

/**
 * Makes what both courses use and no course owns: competencies, a report, fields of courses, and messages.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class mcpgate_twin_site {
    /** @var array<string, stdClass> Accounts by username. */
    private $people;

    /** @var testing_data_generator Moodle's own. */
    private $generator;

    /**
     * Keeps who is there.
     *
     * @param array<string, stdClass> $people accounts by username
     */
    public function __construct(array $people) {
        $this->people = $people;
        $this->generator = new testing_data_generator();
    }

    /**
     * Builds it.
     */
    public function build(): void {
        $this->create_competencies();
        $this->create_report();
        $fields = $this->generator->create_custom_field_category(['name' => 'Administration']);
        $this->generator->create_custom_field(['categoryid' => $fields->get('id'), 'type' => 'text', 'shortname' => 'costcentre',
            'name' => 'Cost centre']);
        foreach (['twin.teacher', 'twin.student', 'twin.manager'] as $username) {
            $this->write_to($this->people[$username]);
        }
    }

    /**
     * Creates a framework with two related competencies.
     */
    private function create_competencies(): void {
        $scale = $this->generator->create_scale(['name' => 'Proficiency', 'scale' => 'no,yes']);
        $framework = new \core_competency\competency_framework(0, (object) ['shortname' => 'Framework', 'idnumber' => 'FRAMEWORK',
            'description' => '', 'descriptionformat' => FORMAT_HTML, 'visible' => 1, 'scaleid' => $scale->id,
            'contextid' => context_system::instance()->id,
            'scaleconfiguration' => json_encode([['scaleid' => (string) $scale->id],
                ['id' => 1, 'scaledefault' => 1, 'proficient' => 0], ['id' => 2, 'scaledefault' => 0, 'proficient' => 1]])]);
        $framework->create();
        $generator = $this->generator->get_plugin_generator('core_competency');
        $ids = [];
        foreach (['First', 'Second'] as $name) {
            $ids[] = $generator->create_competency(['competencyframeworkid' => $framework->get('id'), 'shortname' => $name,
                'idnumber' => strtoupper($name)])->get('id');
        }
        $generator->create_related_competency(['competencyid' => $ids[0], 'relatedcompetencyid' => $ids[1]]);
        $generator->create_user_competency(['userid' => $this->people['twin.student']->id, 'competencyid' => $ids[0]]);
    }

    /**
     * Creates a report of the manager that everybody may see.
     */
    private function create_report(): void {
        global $DB;
        $generator = $this->generator->get_plugin_generator('core_reportbuilder');
        $report = $generator->create_report(['name' => 'Courses', 'source' => 'core_course\\reportbuilder\\datasource\\courses']);
        $generator->create_audience(['reportid' => $report->get('id'), 'configdata' => [],
            'classname' => 'core_reportbuilder\\reportbuilder\\audience\\allusers']);
        $DB->set_field('reportbuilder_report', 'usercreated', $this->people['twin.manager']->id, ['id' => $report->get('id')]);
    }

    /**
     * Lets the peer know somebody and send a message.
     *
     * @param stdClass $person
     */
    private function write_to(stdClass $person): void {
        \core_message\api::add_contact((int) $this->people['twin.peer']->id, (int) $person->id);
        $conversation = \core_message\api::create_conversation(\core_message\api::MESSAGE_CONVERSATION_TYPE_INDIVIDUAL,
            [$this->people['twin.peer']->id, $person->id]);
        \core_message\api::send_message_to_conversation((int) $this->people['twin.peer']->id, (int) $conversation->id,
            "Hello {$person->id}.", FORMAT_PLAIN);
    }
}
