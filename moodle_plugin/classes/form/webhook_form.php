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

use local_mcpgate\local\webhook\endpoint;
use local_mcpgate\local\webhook\endpoint_details;
use local_mcpgate\local\webhook\endpoint_input;
use local_mcpgate\local\webhook\endpoint_invalid;
use local_mcpgate\local\webhook\endpoint_url;
use local_mcpgate\local\webhook\event_type;
use local_mcpgate\output\webhook_words;

defined('MOODLE_INTERNAL') || die();

require_once($CFG->libdir . '/formslib.php');

/**
 * Makes or changes an endpoint of the webhook.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class webhook_form extends \moodleform {

    /** @var string HTML between boxes, which are in a flexible row: an empty line of no height. */
    private const NEXT_LINE = '<div class="w-100"></div>';

    /**
     * Build the form.
     *
     * @param \moodle_url $url
     * @param endpoint|null $endpoint null to make one
     */
    public function __construct(\moodle_url $url, ?endpoint $endpoint) {
        parent::__construct($url);
        $fields = $endpoint === null
            ? ['events' => array_keys(array_filter(event_type::CHOICES))]
            : endpoint_input::fields_of($endpoint);
        $fields['events'] = array_fill_keys(array_map([self::class, 'box'], $fields['events']), 1);
        $this->set_data($fields);
    }

    /**
     * Return what was sent.
     *
     * @return endpoint_details
     */
    public function details(): endpoint_details {
        return endpoint_input::read(self::fields((array) $this->get_data()));
    }

    /**
     * Define the fields.
     */
    protected function definition() {
        $form = $this->_form;
        $form->addElement('text', 'url', get_string('webhook_url', 'local_mcpgate'), [
            'size' => 60, 'maxlength' => endpoint_url::MAX_BYTES, 'spellcheck' => 'false', 'autocomplete' => 'off',
        ]);
        $form->setType('url', PARAM_RAW_TRIMMED);
        $form->addHelpButton('url', 'webhook_url', 'local_mcpgate');
        $form->addRule('url', get_string('required'), 'required');

        $boxes = [];
        foreach (webhook_words::types() as $type => $words) {
            if (isset(event_type::CHOICES[$type])) {
                $boxes[] = $form->createElement('advcheckbox', self::box($type), '', $words);
            }
        }
        $form->addGroup($boxes, 'events', get_string('webhook_events', 'local_mcpgate'), self::NEXT_LINE);
        $form->addHelpButton('events', 'webhook_events', 'local_mcpgate');

        $private = get_string('webhook_allowprivate', 'local_mcpgate');
        $form->addElement('advcheckbox', 'allowprivate', $private, get_string('webhook_allowprivate_label', 'local_mcpgate'));
        $form->addHelpButton('allowprivate', 'webhook_allowprivate', 'local_mcpgate');
        $form->addElement('text', 'privatehost', get_string('webhook_privatehost', 'local_mcpgate'), [
            'size' => 40, 'spellcheck' => 'false', 'autocomplete' => 'off',
        ]);
        $form->setType('privatehost', PARAM_RAW_TRIMMED);
        $form->hideIf('privatehost', 'allowprivate', 'notchecked');
        $this->add_action_buttons(true, get_string('webhook_save', 'local_mcpgate'));
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
            endpoint_input::read(self::fields($data));
        } catch (endpoint_invalid $refusal) {
            $errors += array_map('s', $refusal->errors());
        }
        return $errors;
    }

    /**
     * Return what was sent, with a list of the types that were chosen.
     *
     * @param array $data
     * @return array
     */
    private static function fields(array $data): array {
        $sent = $data['events'] ?? [];
        $ischosen = static function (string $type) use ($sent): bool {
            return !empty($sent[self::box($type)]);
        };
        return ['events' => array_values(array_filter(array_keys(event_type::CHOICES), $ischosen))] + $data;
    }

    /**
     * Name the box of a type; PHP would not take its full stop for a name.
     *
     * @param string $type
     * @return string
     */
    private static function box(string $type): string {
        return str_replace('.', '_', $type);
    }
}
