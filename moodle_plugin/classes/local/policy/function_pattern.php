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

/**
 * A pattern of function names: literal ASCII, "*" stands for any run of characters.
 *
 * It covers the whole name, and takes time linear in the name's length for each "*".
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class function_pattern {

    /** Longest pattern. */
    public const MAX_BYTES = 200;

    /** @var string The pattern, without stars that follow a star. */
    private $text;

    /** @var string[] What has to appear in this order, between the stars. */
    private $pieces;

    /**
     * Parse a pattern.
     *
     * @param string $pattern
     * @throws \InvalidArgumentException for anything but lower-case letters, digits, "_" and "*"
     */
    public function __construct(string $pattern) {
        if (!preg_match('/^[a-z0-9_*]{1,' . self::MAX_BYTES . '}$/D', $pattern)) {
            throw new \InvalidArgumentException('A function pattern holds only a-z, 0-9, "_" and "*".');
        }
        $this->text = preg_replace('/\*+/', '*', $pattern);
        $this->pieces = explode('*', $this->text);
    }

    /**
     * Tell whether one of a connection's patterns covers a name.
     *
     * @param string[]|null $patterns null covers every name; one that is malformed covers nothing
     * @param string $name
     * @return bool
     */
    public static function any_covers(?array $patterns, string $name): bool {
        foreach ($patterns ?? [] as $pattern) {
            try {
                if ((new self($pattern))->covers($name)) {
                    return true;
                }
            } catch (\InvalidArgumentException $malformed) {
                continue;
            }
        }
        return $patterns === null;
    }

    /**
     * Tell whether the pattern covers every name that another one covers.
     *
     * @param function_pattern $other
     * @return bool
     */
    public function includes(function_pattern $other): bool {
        // A star of the other can be matched by a star only, for no other piece holds one.
        return $this->fits($other->text);
    }

    /**
     * Tell whether the pattern covers a name.
     *
     * @param string $name
     * @return bool
     */
    public function covers(string $name): bool {
        return preg_match('/^[a-z0-9_]+$/D', $name) && $this->fits($name);
    }

    /**
     * Tell whether the pieces appear in a text in their order, the first at its start and the last at its end.
     *
     * @param string $name
     * @return bool
     */
    private function fits(string $name): bool {
        if (count($this->pieces) === 1) {
            return $name === $this->pieces[0];
        }
        $first = $this->pieces[0];
        $last = $this->pieces[count($this->pieces) - 1];
        $end = strlen($name) - strlen($last);
        if ($end < strlen($first) || strncmp($name, $first, strlen($first)) !== 0 || substr($name, $end) !== $last) {
            return false;
        }
        return $this->middle_fits(substr($name, strlen($first), $end - strlen($first)));
    }

    /**
     * Tell whether the pieces between the first and the last appear in their order.
     *
     * @param string $middle what is left of the name
     * @return bool
     */
    private function middle_fits(string $middle): bool {
        $from = 0;
        foreach (array_slice($this->pieces, 1, -1) as $piece) {
            $at = strpos($middle, $piece, $from);
            if ($at === false) {
                return false;
            }
            $from = $at + strlen($piece);
        }
        return true;
    }
}
