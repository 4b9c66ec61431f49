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

namespace local_mcpgate\local\seal;

/**
 * Says what is wrong with the record in a person's language.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class fault_words {

    /**
     * Write a sentence.
     *
     * @param array $fault as fault::facts() returned it
     * @return string
     */
    public static function of(array $fault): string {
        return get_string('sealfault', 'local_mcpgate', (object) [
            'place' => self::place($fault),
            'what' => get_string("sealfault_{$fault['kind']}", 'local_mcpgate'),
        ]);
    }

    /**
     * Say where it is.
     *
     * @param array $fault
     * @return string
     */
    private static function place(array $fault): string {
        if ($fault['auditid'] !== null) {
            $key = $fault['seal'] === null ? 'sealfault_unsealedrow' : 'sealfault_row';
            return get_string($key, 'local_mcpgate', (object) $fault);
        }
        if ($fault['chainnumber'] === null) {
            return get_string('sealfault_seal', 'local_mcpgate', $fault['seal']);
        }
        return get_string($fault['after'] === null ? 'sealfault_first' : 'sealfault_after', 'local_mcpgate', (object) $fault);
    }
}
