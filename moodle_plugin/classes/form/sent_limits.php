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

use local_mcpgate\local\policy\limits;
use local_mcpgate\local\policy\limits_input;
use local_mcpgate\local\policy\limits_invalid;

/**
 * The limits that somebody sent with a form.
 *
 * Lists are read as they were sent: what the form itself makes of them leaves out
 * values it does not offer, and a list that is left empty is no limit.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class sent_limits {

    /** @var \MoodleQuickForm */
    private $form;

    /** @var limit_choices */
    private $choices;

    /** @var int */
    private $userid;

    /**
     * Take a form that was sent.
     *
     * @param \MoodleQuickForm $form
     * @param limit_choices $choices
     * @param int $userid whose connection it is
     */
    public function __construct(\MoodleQuickForm $form, limit_choices $choices, int $userid) {
        $this->form = $form;
        $this->choices = $choices;
        $this->userid = $userid;
    }

    /**
     * Say what is wrong.
     *
     * @return string[] by field
     */
    public function problems(): array {
        $errors = $this->unlisted();
        try {
            $this->limits();
        } catch (limits_invalid $invalid) {
            $errors += $invalid->errors();
        }
        if (isset($errors['bytequota'])) {
            $errors['bytequota'] = get_string('limit_megabytesinvalid', 'local_mcpgate');
        }
        return $errors;
    }

    /**
     * Return the limits.
     *
     * @return limits
     * @throws limits_invalid
     */
    public function limits(): limits {
        $raw = [
            'courses' => $this->chosen('courses'),
            'presets' => $this->chosen('presets'),
            'approvewrites' => $this->written('approvewrites') !== '',
            'bytequota' => megabytes::to_bytes($this->written('bytequota')),
        ];
        foreach (['functions', 'addresses', 'ratelimit', 'callquota'] as $field) {
            $raw[$field] = $this->written($field);
        }
        return limits_input::read($raw, $this->userid);
    }

    /**
     * Refuse what no list offers.
     *
     * @return string[] what is wrong, by field
     */
    private function unlisted(): array {
        $offered = ['courses' => $this->choices->courses(), 'presets' => $this->choices->presets()];
        $errors = [];
        foreach ($offered as $field => $choices) {
            if (array_diff($this->chosen($field), array_map('strval', array_keys($choices)))) {
                $errors[$field] = get_string('limit_unlisted', 'local_mcpgate');
            }
        }
        return $errors;
    }

    /**
     * Return what was chosen from a list.
     *
     * @param string $field
     * @return string[]
     */
    private function chosen(string $field): array {
        $sent = $this->form->getSubmitValue($field);
        return is_array($sent) ? array_map('strval', array_values(array_filter($sent, 'is_scalar'))) : [];
    }

    /**
     * Return what was written into a field.
     *
     * @param string $field
     * @return string
     */
    private function written(string $field): string {
        $sent = $this->form->getSubmitValue($field);
        return is_scalar($sent) ? (string) $sent : '';
    }
}
