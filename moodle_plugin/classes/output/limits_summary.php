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

use local_mcpgate\form\megabytes;
use local_mcpgate\local\policy\address_entries;
use local_mcpgate\local\policy\course_names;
use local_mcpgate\local\policy\limits;

/**
 * The limits of a connection in a few words.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class limits_summary {

    /** @var int Entries of a list that are named; the rest are counted. */
    private const NAMED = 4;

    /** @var limits */
    private $limits;

    /**
     * Choose what to sum up.
     *
     * @param limits $limits
     */
    public function __construct(limits $limits) {
        $this->limits = $limits;
    }

    /**
     * Return a line for each limit that is set.
     *
     * @return string[][] each with a label and the HTML of what it says
     */
    public function lines(): array {
        $lines = $this->lists() + $this->amounts();
        if ($this->limits->approvewrites()) {
            $lines['approvewrites'] = get_string('yes');
        }
        return array_map(static function (string $field, string $words): array {
            return ['label' => get_string("limit_{$field}", 'local_mcpgate'), 'words' => $words];
        }, array_keys($lines), $lines);
    }

    /**
     * Put the lists that are set into words.
     *
     * @return string[] HTML by field
     */
    private function lists(): array {
        $courses = $this->limits->courses();
        $addresses = $this->limits->addresses();
        $entries = new address_entries($addresses ?? []);
        $lists = [
            'courses' => $courses === null ? null : self::enumerate($courses, [course_names::class, 'of']),
            'presets' => $entries->presets() ? self::enumerate($entries->presets(), [self::class, 'escape']) : null,
            'addresses' => $addresses === null || ($entries->presets() && !$entries->networks())
                ? null : self::enumerate($entries->networks(), [self::class, 'escape']),
            'functions' => $this->limits->functions() === null
                ? null : self::enumerate($this->limits->functions(), [self::class, 'escape']),
        ];
        return array_filter($lists, 'is_string');
    }

    /**
     * Put the amounts that are set into words.
     *
     * @return string[] by field
     */
    private function amounts(): array {
        $bytes = $this->limits->bytequota();
        $amounts = [
            'ratelimit' => $this->limits->ratelimit(),
            'callquota' => $this->limits->callquota(),
            'bytequota' => $bytes === null ? null : format_float(megabytes::of($bytes), 2, true, true),
        ];
        return array_map('strval', array_filter($amounts, static function ($amount): bool {
            return $amount !== null;
        }));
    }

    /**
     * Name the first entries of a list.
     *
     * @param array $entries
     * @param callable $names gets entries, returns HTML for each
     * @return string HTML
     */
    private static function enumerate(array $entries, callable $names): string {
        $named = $names(array_slice($entries, 0, self::NAMED));
        $more = count($entries) - count($named);
        if ($more > 0) {
            $named[] = get_string('limit_more', 'local_mcpgate', $more);
        }
        return $named ? implode(', ', $named) : get_string('none');
    }

    /**
     * Make texts safe to show.
     *
     * @param string[] $texts
     * @return string[] HTML
     */
    private static function escape(array $texts): array {
        return array_map('s', $texts);
    }
}
