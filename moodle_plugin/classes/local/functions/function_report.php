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

namespace local_mcpgate\local\functions;

/**
 * Functions and their classes as a command prints them.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class function_report {

    /** @var array[] Facts, sorted by name. */
    private $facts;

    /**
     * Gather the facts of functions, and of what is listed but gone from the site.
     *
     * @param site_function[] $functions by name
     * @param array $listed function name to the class an admin gave it
     */
    public function __construct(array $functions, array $listed) {
        $this->facts = array_map([self::class, 'facts'], $functions);
        foreach (array_diff_key($listed, $functions) as $name => $class) {
            $this->facts[$name] = self::gone($name, $class);
        }
        ksort($this->facts, SORT_STRING);
    }

    /**
     * Keep those of one class.
     *
     * @param string $class one of function_class, or class_change::HIDDEN
     */
    public function keep_class(string $class): void {
        $this->facts = array_filter($this->facts, static function (array $facts) use ($class): bool {
            return $facts['class'] === $class;
        });
    }

    /**
     * Keep those that an admin listed.
     */
    public function keep_overrides(): void {
        $this->facts = array_filter($this->facts, static function (array $facts): bool {
            return $facts['override'] !== null;
        });
    }

    /**
     * Print facts for programs.
     *
     * @return string a JSON list and a line break
     */
    public function json(): string {
        return json_encode(array_values($this->facts), JSON_PRETTY_PRINT | JSON_UNESCAPED_SLASHES) . "\n";
    }

    /**
     * Print one line for each function.
     *
     * @return string
     */
    public function text(): string {
        $lines = array_map(static function (array $facts): string {
            $override = $facts['override'] === null ? '' : "was {$facts['own_class']}";
            $words = [$facts['class'], $facts['name'], (string) $facts['component'], $facts['reason'], $override];
            return rtrim(implode("\t", $words)) . "\n";
        }, $this->facts);
        return implode('', $lines);
    }

    /**
     * Say what is known of a function.
     *
     * @param site_function $function
     * @return array
     */
    private static function facts(site_function $function): array {
        return [
            'name' => $function->name(),
            'component' => $function->component(),
            'standard' => $function->standard(),
            'class' => $function->current(),
            'own_class' => $function->unlisted(),
            'override' => $function->listed(),
            'reason' => $function->reason(),
            'assessment' => $function->assessment(),
        ];
    }

    /**
     * Say what is known of a function that the site no longer has.
     *
     * @param string $name
     * @param string $class
     * @return array
     */
    private static function gone(string $name, string $class): array {
        return [
            'name' => $name,
            'component' => null,
            'standard' => false,
            'class' => class_change::HIDDEN,
            'own_class' => class_change::HIDDEN,
            'override' => $class,
            'reason' => '',
            'assessment' => false,
        ];
    }
}
