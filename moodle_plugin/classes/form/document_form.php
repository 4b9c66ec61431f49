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
use local_mcpgate\local\oauth\client_invalid;
use local_mcpgate\local\oauth\document_url;
use local_mcpgate\local\oauth\metadata_document;

defined('MOODLE_INTERNAL') || die();

require_once($CFG->libdir . '/formslib.php');

/**
 * Takes a metadata document that is not to be read where it is published.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class document_form extends \moodleform {

    /**
     * Build the form.
     *
     * @param \moodle_url $url
     * @param client|null $client whose document it is, null for one that may be new
     */
    public function __construct(\moodle_url $url, ?client $client) {
        parent::__construct($url, ['client' => $client]);
        if ($client !== null) {
            $this->set_data(['clientid' => $client->client_id(), 'document' => metadata_document::text($client)]);
        }
    }

    /**
     * Return what was sent.
     *
     * @return metadata_document
     */
    public function document(): metadata_document {
        $data = $this->get_data();
        return metadata_document::read($data->clientid, $data->document);
    }

    /**
     * Define the fields.
     */
    protected function definition() {
        $form = $this->_form;
        $form->addElement('text', 'clientid', get_string('document_url', 'local_mcpgate'), [
            'size' => 60, 'maxlength' => document_url::MAX_BYTES, 'autocomplete' => 'off',
        ]);
        $form->setType('clientid', PARAM_RAW_TRIMMED);
        $form->addHelpButton('clientid', 'document_url', 'local_mcpgate');
        if ($this->_customdata['client'] === null) {
            $form->addRule('clientid', get_string('required'), 'required');
        } else {
            $form->setConstant('clientid', $this->_customdata['client']->client_id());
            $form->freeze('clientid');
        }

        $form->addElement('textarea', 'document', get_string('document', 'local_mcpgate'), [
            'rows' => 14, 'cols' => 70, 'spellcheck' => 'false', 'autocomplete' => 'off',
        ]);
        $form->setType('document', PARAM_RAW_TRIMMED);
        $form->addHelpButton('document', 'document', 'local_mcpgate');
        $form->addRule('document', get_string('required'), 'required');
        $this->add_action_buttons(true, get_string('document_pin', 'local_mcpgate'));
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
            metadata_document::read((string) ($data['clientid'] ?? ''), (string) ($data['document'] ?? ''))->details();
        } catch (client_invalid $refusal) {
            $errors += array_map('s', $refusal->errors());
        }
        return $errors;
    }
}
