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

use local_mcpgate\local\oauth\consent;
use local_mcpgate\local\site_settings;

defined('MOODLE_INTERNAL') || die();

require_once($CFG->libdir . '/formslib.php');

/**
 * What a person allows a client: reading or more, and until when.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class consent_form extends \moodleform {

    /**
     * Lay out the fields.
     */
    protected function definition() {
        $form = $this->_form;
        $form->addElement('hidden', 'request', $this->_customdata->request()->requestid());
        $form->setType('request', PARAM_ALPHANUM);

        $modes = [];
        foreach ($this->modes() as $mode) {
            $label = get_string("consent_{$mode}", 'local_mcpgate');
            $modes[] = $form->createElement('radio', 'mode', '', $label, $mode);
        }
        $form->addGroup($modes, 'modes', get_string('consent_mode', 'local_mcpgate'), '<br>', false);
        $form->setDefault('mode', site_settings::MODE_READ);

        $form->addElement('select', 'lifetime', get_string('consent_lifetime', 'local_mcpgate'), $this->lifetimes());
        $form->setType('lifetime', PARAM_INT);
        $form->setDefault('lifetime', consent::DEFAULT_LIFETIME_S);

        $form->addGroup([
            $form->createElement('submit', 'submitbutton', get_string('consent_allow', 'local_mcpgate')),
            $form->createElement('cancel', 'cancel', get_string('consent_deny', 'local_mcpgate')),
        ], 'decision', '', ' ', false);
    }

    /**
     * Refuse a choice that was not offered.
     *
     * @param array $data
     * @param array $files
     * @return string[] what is wrong, by field
     */
    public function validation($data, $files) {
        $errors = parent::validation($data, $files);
        if (!in_array($data['mode'] ?? null, $this->modes(), true)) {
            $errors['modes'] = get_string('consent_choose', 'local_mcpgate');
        }
        if (!in_array((int) ($data['lifetime'] ?? 0), consent::LIFETIMES_S, true)) {
            $errors['lifetime'] = get_string('consent_choose', 'local_mcpgate');
        }
        return $errors;
    }

    /**
     * List what the person may choose from.
     *
     * @return string[]
     */
    private function modes(): array {
        $modes = [site_settings::MODE_READ];
        return $this->_customdata->offers_write() ? array_merge($modes, [site_settings::MODE_WRITE]) : $modes;
    }

    /**
     * List the lifetimes in words.
     *
     * @return string[] by seconds
     */
    private function lifetimes(): array {
        $words = [];
        foreach (consent::LIFETIMES_S as $seconds) {
            $words[$seconds] = format_time($seconds);
        }
        return $words;
    }
}
