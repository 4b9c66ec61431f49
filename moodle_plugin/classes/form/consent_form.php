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

namespace local_mcpgate\form;

use local_mcpgate\local\oauth\connection_lifetime;
use local_mcpgate\local\policy\limits;
use local_mcpgate\local\policy\narrowing;
use local_mcpgate\local\site_settings;

defined('MOODLE_INTERNAL') || die();

require_once($CFG->libdir . '/formslib.php');

/**
 * What a person allows a client: reading or more, until when, and within which limits.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class consent_form extends \moodleform {

    /** @var sent_limits */
    private $sent;

    /**
     * Return the limits that were chosen; only after get_data().
     *
     * @return limits
     */
    public function limits(): limits {
        return $this->sent->limits();
    }

    /**
     * Lay out the fields.
     */
    protected function definition() {
        $form = $this->_form;
        $this->set_display_vertical();
        $form->addElement('hidden', 'request', $this->_customdata->request()->requestid());
        $form->setType('request', PARAM_ALPHANUM);
        mode_field::add($form, $this->_customdata->offers_write(), false, true);

        $form->addElement('select', 'lifetime', get_string('consent_lifetime', 'local_mcpgate'), $this->lifetimes());
        $form->setType('lifetime', PARAM_INT);
        $form->setDefault('lifetime', connection_lifetime::of_site()->usual());

        $this->add_limits();
        $form->closeHeaderBefore('decision');
        $form->addGroup([
            $form->createElement('submit', 'submitbutton', get_string('consent_allow', 'local_mcpgate')),
            $form->createElement('cancel', 'cancel', get_string('consent_deny', 'local_mcpgate')),
        ], 'decision', '', ' ', false);
    }

    /**
     * Refuse a choice that was not offered, and limits that make no sense.
     *
     * @param array $data
     * @param array $files
     * @return string[] what is wrong, by field
     */
    public function validation($data, $files) {
        $errors = parent::validation($data, $files) + mode_field::problems($data, $this->_customdata->offers_write());
        if (!in_array((int) ($data['lifetime'] ?? 0), connection_lifetime::of_site()->choices(), true)) {
            $errors['lifetime'] = get_string('consent_choose', 'local_mcpgate');
        }
        $errors += $this->sent->problems();
        return $errors ?: $this->beyond_site();
    }

    /**
     * Refuse more than the site gives to connections that are not limited.
     *
     * @return string[] what is wrong, by field
     */
    private function beyond_site(): array {
        $fields = narrowing::widened(limits::none(), $this->sent->limits(), site_settings::current());
        return array_fill_keys($fields, get_string('limit_beyondsite', 'local_mcpgate'));
    }

    /**
     * Lay out the limits, out of the way of those who want none.
     */
    private function add_limits(): void {
        $userid = $this->_customdata->userid();
        $choices = new limit_choices($userid, limits::none());
        $this->sent = new sent_limits($this->_form, $choices, $userid);
        $this->_form->addElement('header', 'narrow', get_string('consent_narrow', 'local_mcpgate'));
        $this->_form->setExpanded('narrow', false);
        $this->_form->addElement('static', 'narrowabout', '', get_string('limits_about', 'local_mcpgate'));
        $fields = new limit_fields($this->_form, $choices, limits::none());
        $fields->add_courses();
        if ($this->_customdata->offers_write()) {
            $fields->add_approval();
            $this->_form->hideIf('approvewrites', 'mode', 'neq', site_settings::MODE_WRITE);
        }
        $fields->add_amounts();
        $fields->add_addresses();
        $fields->add_functions();
    }

    /**
     * List the lifetimes in words.
     *
     * @return string[] by seconds
     */
    private function lifetimes(): array {
        $words = [];
        foreach (connection_lifetime::of_site()->choices() as $seconds) {
            $words[$seconds] = format_time($seconds);
        }
        return $words;
    }
}
