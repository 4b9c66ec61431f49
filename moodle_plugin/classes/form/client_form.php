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

use local_mcpgate\local\oauth\client;
use local_mcpgate\local\oauth\client_details;
use local_mcpgate\local\oauth\client_input;
use local_mcpgate\local\oauth\client_invalid;
use local_mcpgate\local\oauth\display_name;
use local_mcpgate\output\client_words;

defined('MOODLE_INTERNAL') || die();

require_once($CFG->libdir . '/formslib.php');

/**
 * Makes or changes a client.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class client_form extends \moodleform {

    /**
     * Build the form.
     *
     * @param \moodle_url $url
     * @param client|null $client null to make one
     */
    public function __construct(\moodle_url $url, ?client $client) {
        parent::__construct($url, ['client' => $client]);
        if ($client !== null) {
            $this->set_data(client_input::fields_of($client));
        }
    }

    /**
     * Return what was sent.
     *
     * @return client_details
     */
    public function details(): client_details {
        return client_input::read((array) $this->get_data());
    }

    /**
     * Define the fields.
     */
    protected function definition() {
        $form = $this->_form;
        $form->addElement('text', 'name', get_string('client_name', 'local_mcpgate'), [
            'size' => 50, 'maxlength' => display_name::MAX_LENGTH,
        ]);
        $form->setType('name', PARAM_RAW_TRIMMED);
        $form->addHelpButton('name', 'client_name', 'local_mcpgate');
        $form->addRule('name', get_string('required'), 'required');

        $form->addElement('textarea', 'redirecturis', get_string('client_redirecturis', 'local_mcpgate'), [
            'rows' => 4, 'cols' => 60, 'spellcheck' => 'false', 'autocomplete' => 'off',
        ]);
        $form->setType('redirecturis', PARAM_RAW_TRIMMED);
        $form->addHelpButton('redirecturis', 'client_redirecturis', 'local_mcpgate');
        $form->addRule('redirecturis', get_string('required'), 'required');

        $form->addElement('select', 'auth', get_string('client_auth', 'local_mcpgate'), self::auths());
        $form->setType('auth', PARAM_ALPHA);
        $form->setDefault('auth', 'secret');
        $form->addHelpButton('auth', 'client_auth', 'local_mcpgate');
        $this->add_keys();
        $this->add_action_buttons(true, get_string('client_save', 'local_mcpgate'));
    }

    /**
     * Check what was sent.
     *
     * @param array $data
     * @param array $files
     * @return array
     */
    public function validation($data, $files) {
        $errors = parent::validation($data, $files);
        try {
            client_input::read($data);
        } catch (client_invalid $refusal) {
            $errors += array_map('s', $refusal->errors());
        }
        return $errors;
    }

    /**
     * Add the fields of a client that signs.
     */
    private function add_keys(): void {
        $form = $this->_form;
        $form->addElement('text', 'jwksuri', get_string('client_jwksuri', 'local_mcpgate'), ['size' => 60]);
        $form->setType('jwksuri', PARAM_RAW_TRIMMED);
        $form->hideIf('jwksuri', 'auth', 'neq', 'key');
        $form->addElement('textarea', 'jwks', get_string('client_jwks', 'local_mcpgate'), [
            'rows' => 6, 'cols' => 60, 'spellcheck' => 'false', 'autocomplete' => 'off',
        ]);
        $form->setType('jwks', PARAM_RAW_TRIMMED);
        $form->addHelpButton('jwks', 'client_jwks', 'local_mcpgate');
        $form->hideIf('jwks', 'auth', 'neq', 'key');
    }

    /**
     * Name the ways in which a client can prove itself.
     *
     * @return string[]
     */
    private static function auths(): array {
        return array_map([client_words::class, 'auth'], client_input::AUTH);
    }
}
