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

namespace local_mcpgate\local\policy;

use local_mcpgate\local\site_settings;

/**
 * Compares limits: whoever may only narrow a connection must not allow it anything new.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class narrowing {

    /**
     * Say what of new limits would allow more than before.
     *
     * @param limits $old
     * @param limits $new
     * @return string[] in the person's language, by field
     */
    public static function problems(limits $old, limits $new): array {
        $problems = [];
        foreach (self::widened($old, $new, site_settings::current()) as $field) {
            $problems[$field] = get_string('limit_widened', 'local_mcpgate');
        }
        return $problems;
    }

    /**
     * Return the fields in which new limits allow more; the site's own numbers count where there is none.
     *
     * @param limits $old
     * @param limits $new
     * @param site_settings $site
     * @return string[]
     */
    public static function widened(limits $old, limits $new, site_settings $site): array {
        $rate = $site->connection_rate();
        $calls = $site->call_quota();
        $bytes = $site->byte_quota();
        $within = [
            'functions' => self::is_list_within($old->functions(), $new->functions(), [self::class, 'includes_pattern']),
            'courses' => self::is_list_within($old->courses(), $new->courses(), 'in_array'),
            'addresses' => self::is_list_within($old->addresses(), $new->addresses(), [self::class, 'includes_address']),
            'ratelimit' => self::is_number_within($old->ratelimit() ?? $rate, $new->ratelimit() ?? $rate),
            'callquota' => self::is_number_within($old->callquota() ?? $calls, $new->callquota() ?? $calls),
            'bytequota' => self::is_number_within($old->bytequota() ?? $bytes, $new->bytequota() ?? $bytes),
            'approvewrites' => $new->approvewrites() || !$old->approvewrites(),
        ];
        return array_keys(array_diff($within, [true]));
    }

    /**
     * Tell whether every entry of a list lies within another list.
     *
     * @param array|null $old null is no limit
     * @param array|null $new
     * @param callable $includes gets an entry and the old list
     * @return bool
     */
    private static function is_list_within(?array $old, ?array $new, callable $includes): bool {
        if ($old === null || $new === null) {
            return $old === null;
        }
        foreach ($new as $entry) {
            if (!$includes($entry, $old)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Tell whether a pattern lies within one of a list.
     *
     * @param string $inner
     * @param string[] $patterns
     * @return bool false for what is no pattern
     */
    private static function includes_pattern(string $inner, array $patterns): bool {
        foreach ($patterns as $pattern) {
            try {
                if ((new function_pattern($pattern))->includes(new function_pattern($inner))) {
                    return true;
                }
            } catch (\InvalidArgumentException $malformed) {
                continue;
            }
        }
        return false;
    }

    /**
     * Tell whether an entry is of a list, or a network within one of its networks or presets.
     *
     * @param string $inner network, or "preset:" and a name
     * @param string[] $entries
     * @return bool
     */
    private static function includes_address(string $inner, array $entries): bool {
        if (in_array($inner, $entries, true)) {
            return true;
        }
        try {
            return (new address_limit($entries, address_presets::current()))->covers(network::parse($inner));
        } catch (\InvalidArgumentException $preset) {
            return false;
        }
    }

    /**
     * Tell whether a number is no larger than another.
     *
     * @param int|null $old null is no limit
     * @param int|null $new
     * @return bool
     */
    private static function is_number_within(?int $old, ?int $new): bool {
        return $old === null || ($new !== null && $new <= $old);
    }
}
