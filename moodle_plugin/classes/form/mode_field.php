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

use local_mcpgate\local\site_settings;

/**
 * The choice between reading and more.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class mode_field {

    /**
     * Lay it out.
     *
     * @param \MoodleQuickForm $form
     * @param bool $offerswrite
     * @param bool $writes whether that is chosen at first
     * @param bool $isown whether the person decides for themselves
     */
    public static function add(\MoodleQuickForm $form, bool $offerswrite, bool $writes, bool $isown): void {
        $radios = [];
        foreach (self::modes($offerswrite) as $mode) {
            $words = get_string($isown ? "consent_{$mode}" : "mode_{$mode}", 'local_mcpgate');
            $radios[] = $form->createElement('radio', 'mode', '', $words, $mode);
        }
        $form->addGroup($radios, 'modes', get_string('consent_mode', 'local_mcpgate'), '<br>', false);
        $form->setDefault('mode', $writes ? site_settings::MODE_WRITE : site_settings::MODE_READ);
    }

    /**
     * Refuse a choice that was not offered.
     *
     * @param array $data
     * @param bool $offerswrite
     * @return string[] what is wrong, by field
     */
    public static function problems(array $data, bool $offerswrite): array {
        $isoffered = in_array($data['mode'] ?? null, self::modes($offerswrite), true);
        return $isoffered ? [] : ['modes' => get_string('consent_choose', 'local_mcpgate')];
    }

    /**
     * List what there is to choose from.
     *
     * @param bool $offerswrite
     * @return string[]
     */
    private static function modes(bool $offerswrite): array {
        return $offerswrite ? [site_settings::MODE_READ, site_settings::MODE_WRITE] : [site_settings::MODE_READ];
    }
}
