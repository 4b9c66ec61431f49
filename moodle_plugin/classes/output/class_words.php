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

use local_mcpgate\local\functions\class_change;
use local_mcpgate\local\functions\override_refused;

/**
 * Says classes of functions, and what becomes of them, in a person's language.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class class_words {

    /**
     * Name a class.
     *
     * @param string $class one of function_class, or class_change::HIDDEN
     * @return string
     */
    public static function label(string $class): string {
        return get_string("class_{$class}", 'local_mcpgate');
    }

    /**
     * Say why the table gives a function its class.
     *
     * @param string $reason words of function_reason, separated by blanks
     * @return string empty if there is no reason
     */
    public static function reason(string $reason): string {
        $sentences = array_map(static function (string $word): string {
            return get_string("reason_{$word}", 'local_mcpgate');
        }, $reason === '' ? [] : explode(' ', $reason));
        return implode(' ', $sentences);
    }

    /**
     * Warn of a change that lets assistants do more.
     *
     * @param class_change $change
     * @return string plain text
     */
    public static function warning(class_change $change): string {
        $facts = ['name' => $change->name(), 'from' => self::label($change->from()), 'to' => self::label($change->to())];
        $warning = get_string('function_loosens', 'local_mcpgate', (object) $facts);
        return rtrim($warning . ' ' . self::reason($change->reason()));
    }

    /**
     * Say why a class was not given.
     *
     * @param override_refused $refusal
     * @return string plain text
     */
    public static function refusal(override_refused $refusal): string {
        $why = get_string($refusal->rule(), 'local_mcpgate');
        return $refusal->change() === null ? $why : self::warning($refusal->change()) . ' ' . $why;
    }
}
