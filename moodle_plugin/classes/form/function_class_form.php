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

use local_mcpgate\local\functions\function_class;
use local_mcpgate\local\functions\override_refused;
use local_mcpgate\local\functions\overrides;
use local_mcpgate\local\functions\site_function;
use local_mcpgate\output\class_words;

defined('MOODLE_INTERNAL') || die();

require_once($CFG->libdir . '/formslib.php');

/**
 * Which function is to have which class.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class function_class_form extends \moodleform {

    /**
     * Ask for a class.
     *
     * @param \moodle_url $url
     * @param site_function[] $functions by name
     * @param site_function|null $chosen to begin with
     */
    public function __construct(\moodle_url $url, array $functions, ?site_function $chosen) {
        parent::__construct($url, ['functions' => $functions, 'chosen' => $chosen]);
    }

    /**
     * Lay out the fields.
     */
    protected function definition() {
        $form = $this->_form;
        $form->addElement('autocomplete', 'name', get_string('function_name', 'local_mcpgate'), $this->names(), [
            'noselectionstring' => get_string('choosedots'),
        ]);
        $form->setType('name', PARAM_ALPHANUMEXT);
        $form->addRule('name', get_string('required'), 'required');

        $form->addElement('select', 'class', get_string('function_class', 'local_mcpgate'), self::classes());
        $form->setType('class', PARAM_ALPHA);

        $form->addElement(
            'advcheckbox',
            'confirmed',
            get_string('function_confirm', 'local_mcpgate'),
            get_string('function_confirm_label', 'local_mcpgate')
        );
        $chosen = $this->_customdata['chosen'];
        $form->setDefault('name', $chosen === null ? '' : $chosen->name());
        $form->setDefault('class', $chosen === null ? function_class::NEVER : $chosen->listed() ?? $chosen->suggested());
        $this->add_action_buttons(false, get_string('function_save', 'local_mcpgate'));
    }

    /**
     * Refuse what cannot be, and what lets assistants do more without anybody meaning it.
     *
     * @param array $data
     * @param array $files
     * @return string[] what is wrong, by field
     */
    public function validation($data, $files) {
        $errors = parent::validation($data, $files);
        try {
            $change = overrides::planned($data['name'] ?? '', $data['class'] ?? '');
        } catch (override_refused $refusal) {
            $field = $refusal->rule() === override_refused::BAD_CLASS ? 'class' : 'name';
            return $errors + [$field => class_words::refusal($refusal)];
        }
        if ($change->loosens() && empty($data['confirmed'])) {
            $errors['confirmed'] = s(class_words::warning($change));
        }
        return $errors;
    }

    /**
     * List the functions with the class each has now.
     *
     * @return string[] by name
     */
    private function names(): array {
        $names = ['' => ''];
        foreach ($this->_customdata['functions'] as $name => $function) {
            $names[$name] = "{$name} – " . class_words::label($function->current());
        }
        return $names;
    }

    /**
     * List the classes in words.
     *
     * @return string[] by class
     */
    private static function classes(): array {
        return array_combine(function_class::ALL, array_map([class_words::class, 'label'], function_class::ALL));
    }
}
