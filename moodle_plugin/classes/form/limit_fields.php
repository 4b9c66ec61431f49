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

use local_mcpgate\local\policy\address_entries;
use local_mcpgate\local\policy\limits;
use local_mcpgate\local\site_settings;

/**
 * The fields that limit a connection, wherever somebody sets them.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class limit_fields {

    /** @var \MoodleQuickForm */
    private $form;

    /** @var limit_choices */
    private $choices;

    /** @var limits In force so far. */
    private $current;

    /**
     * Prepare the fields.
     *
     * @param \MoodleQuickForm $form
     * @param limit_choices $choices
     * @param limits $current
     */
    public function __construct(\MoodleQuickForm $form, limit_choices $choices, limits $current) {
        $this->form = $form;
        $this->choices = $choices;
        $this->current = $current;
    }

    /**
     * Lay out the courses, or why there are none to choose.
     */
    public function add_courses(): void {
        $this->warn_if_closed('courses', $this->current->courses());
        if ($this->choices->are_courses_refused()) {
            $reason = get_string('limit_courses_siteadmin', 'local_mcpgate');
            $this->form->addElement('static', 'coursesrefused', get_string('limit_courses', 'local_mcpgate'), $reason);
        }
        if ($this->choices->courses()) {
            $this->add_list('courses', $this->choices->courses(), $this->current->courses() ?? []);
        } else {
            $reason = get_string('limit_courses_none', 'local_mcpgate');
            $this->form->addElement('static', 'courses', get_string('limit_courses', 'local_mcpgate'), $reason);
        }
    }

    /**
     * Lay out whether changes wait for a person.
     */
    public function add_approval(): void {
        $words = get_string('limit_approvewrites_each', 'local_mcpgate');
        $this->form->addElement('checkbox', 'approvewrites', get_string('limit_approvewrites', 'local_mcpgate'), $words);
        $this->form->setDefault('approvewrites', $this->current->approvewrites());
    }

    /**
     * Lay out how much; what is left empty is what the site sets for all.
     */
    public function add_amounts(): void {
        $site = site_settings::current();
        $this->add_number('text', 'ratelimit', $this->current->ratelimit(), $site->connection_rate());
        $this->add_number('text', 'callquota', $this->current->callquota(), $site->call_quota());
        $this->add_number('float', 'bytequota', megabytes::of($this->current->bytequota()), megabytes::of($site->byte_quota()));
    }

    /**
     * Lay out from where.
     */
    public function add_addresses(): void {
        $this->warn_if_closed('addresses', $this->current->addresses());
        $entries = new address_entries($this->current->addresses() ?? []);
        if ($this->choices->presets()) {
            $this->add_list('presets', $this->choices->presets(), $entries->presets());
        }
        $this->add_lines('addresses', $entries->networks());
    }

    /**
     * Lay out which functions.
     */
    public function add_functions(): void {
        $this->warn_if_closed('functions', $this->current->functions());
        $this->add_lines('functions', $this->current->functions() ?? []);
    }

    /**
     * Say of a list that it allows nothing at present; a field cannot show that.
     *
     * @param string $field
     * @param array|null $list
     */
    private function warn_if_closed(string $field, ?array $list): void {
        if ($list === []) {
            $label = get_string("limit_{$field}", 'local_mcpgate');
            $this->form->addElement('static', "{$field}closed", $label, get_string('limit_closed', 'local_mcpgate'));
        }
    }

    /**
     * Lay out a list to choose several from; without scripts it is a plain one.
     *
     * @param string $field
     * @param string[] $choices HTML by value
     * @param array $chosen
     */
    private function add_list(string $field, array $choices, array $chosen): void {
        $this->form->addElement('autocomplete', $field, get_string("limit_{$field}", 'local_mcpgate'), $choices, [
            'multiple' => true,
            'noselectionstring' => get_string("limit_{$field}_any", 'local_mcpgate'),
        ]);
        $this->form->setType($field, PARAM_RAW);
        $this->form->setDefault($field, $chosen);
        $this->form->addHelpButton($field, "limit_{$field}", 'local_mcpgate');
    }

    /**
     * Lay out a text with an entry on each line.
     *
     * @param string $field
     * @param string[] $entries
     */
    private function add_lines(string $field, array $entries): void {
        $size = ['rows' => 3, 'cols' => 40];
        $this->form->addElement('textarea', $field, get_string("limit_{$field}", 'local_mcpgate'), $size);
        $this->form->setType($field, PARAM_RAW_TRIMMED);
        $this->form->setDefault($field, implode("\n", $entries));
        $this->form->addHelpButton($field, "limit_{$field}", 'local_mcpgate');
    }

    /**
     * Lay out a number.
     *
     * @param string $element type of the element
     * @param string $field
     * @param int|float|null $value
     * @param int|float|null $site what counts if it is left empty
     */
    private function add_number(string $element, string $field, $value, $site): void {
        $attributes = ['size' => 12, 'maxlength' => 20, 'inputmode' => 'decimal'];
        if ($site !== null) {
            $attributes['placeholder'] = get_string('limit_site', 'local_mcpgate', format_float($site, 2, true, true));
        }
        $this->form->addElement($element, $field, get_string("limit_{$field}", 'local_mcpgate'), $attributes);
        $this->form->setType($field, PARAM_RAW_TRIMMED);
        $this->form->setDefault($field, $value);
        $this->form->addHelpButton($field, "limit_{$field}", 'local_mcpgate');
    }
}
