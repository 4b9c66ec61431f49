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

namespace local_mcpgate\output;

use local_mcpgate\local\functions\admin_list;
use local_mcpgate\local\functions\class_change;
use local_mcpgate\local\functions\interceptors;
use local_mcpgate\local\functions\site_function;

/**
 * Which functions an admin gave another class, and which wait to be listed.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class functions_page implements \renderable, \templatable {

    /** @var site_function[] By name. */
    private $functions;

    /** @var \moodle_url Of this page. */
    private $url;

    /** @var string HTML of the form. */
    private $form;

    /**
     * Choose what to show.
     *
     * @param site_function[] $functions by name
     * @param \moodle_url $url of this page
     * @param string $form HTML
     */
    public function __construct(array $functions, \moodle_url $url, string $form) {
        $this->functions = $functions;
        $this->url = $url;
        $this->form = $form;
    }

    /**
     * Return what the template needs; all but the form is plain text.
     *
     * @param \renderer_base $output
     * @return array
     */
    public function export_for_template(\renderer_base $output): array {
        $interceptors = interceptors::components();
        return [
            'form' => $this->form,
            'overrides' => array_map([$this, 'override'], admin_list::rows()),
            'waiting' => $this->waiting(),
            'intercepted' => (bool) $interceptors,
            'interceptors' => implode(', ', $interceptors),
        ];
    }

    /**
     * Describe one function that an admin gave another class.
     *
     * @param \stdClass $row of the admin's list
     * @return array
     */
    private function override(\stdClass $row): array {
        $function = $this->functions[$row->name] ?? null;
        $user = $row->usermodified ? \core_user::get_user($row->usermodified) : false;
        return [
            'name' => $row->name,
            'component' => $function === null ? get_string('function_gone', 'local_mcpgate') : $function->component(),
            'class' => class_words::label($function === null ? class_change::HIDDEN : $function->current()),
            'own' => class_words::label($function === null ? class_change::HIDDEN : $function->unlisted()),
            'loosened' => $function !== null && self::is_loosened($function),
            'who' => $user ? fullname($user) : get_string('function_nobody', 'local_mcpgate'),
            'when' => userdate((int) $row->timemodified, get_string('strftimedatetimeshort', 'langconfig')),
            'changeurl' => $function === null ? '' : (new \moodle_url($this->url, ['name' => $row->name]))->out(false),
            'removeurl' => (new \moodle_url($this->url, ['remove' => $row->name]))->out(false),
        ];
    }

    /**
     * Tell whether assistants may do more than they could without the admin's word.
     *
     * @param site_function $function
     * @return bool
     */
    private static function is_loosened(site_function $function): bool {
        return (new class_change($function->name(), $function->unlisted(), $function->current(), ''))->loosens();
    }

    /**
     * Describe the functions that assistants do not learn of until an admin lists them.
     *
     * @return array[] each a component and its functions
     */
    private function waiting(): array {
        $components = [];
        foreach ($this->functions as $name => $function) {
            if ($function->current() === class_change::HIDDEN) {
                $components[$function->component()][] = [
                    'name' => $name,
                    'suggested' => class_words::label($function->suggested()),
                    'url' => (new \moodle_url($this->url, ['name' => $name]))->out(false),
                ];
            }
        }
        ksort($components, SORT_STRING);
        return array_map(static function (string $component, array $functions): array {
            return ['component' => $component, 'count' => count($functions), 'functions' => $functions];
        }, array_keys($components), $components);
    }
}
