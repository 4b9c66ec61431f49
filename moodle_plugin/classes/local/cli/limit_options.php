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

namespace local_mcpgate\local\cli;

use local_mcpgate\local\policy\address_entries;
use local_mcpgate\local\policy\limits;
use local_mcpgate\local\policy\limits_input;
use local_mcpgate\local\policy\limits_invalid;

/**
 * The options of a command that set limits.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class limit_options {

    /** Column that each option sets. */
    private const COLUMNS = limits::COLUMNS + ['presets' => 'addresses'];

    /** What --approvewrites stands for. */
    private const ANSWERS = ['yes' => true, 'no' => false, change_options::NONE => false];

    /** @var string[] Values by option. */
    private $given;

    /**
     * Take what was given; other options are left alone.
     *
     * @param string[] $given values by option
     */
    public function __construct(array $given) {
        $this->given = array_intersect_key($given, self::COLUMNS);
    }

    /**
     * Return limits with the given ones in the place of those in force.
     *
     * @param limits $current
     * @param int $userid whose connection it is
     * @return limits
     * @throws command_refused
     */
    public function over(limits $current, int $userid): limits {
        try {
            $read = limits_input::read($this->raw($current), $userid);
        } catch (limits_invalid $invalid) {
            throw command_refused::options($invalid->errors());
        }
        $columns = array_flip(array_intersect_key(self::COLUMNS, $this->given));
        $changed = array_intersect_key($read->to_columns(), $columns);
        return limits::stored((object) ($changed + $current->to_columns()));
    }

    /**
     * Return what was given in the way that forms send it.
     *
     * @param limits $current
     * @return array
     */
    private function raw(limits $current): array {
        $raw = $this->lists($current) + ['approvewrites' => $this->approvewrites()];
        foreach (['functions', 'ratelimit', 'callquota', 'bytequota'] as $option) {
            $raw[$option] = $this->text($option);
        }
        return $raw;
    }

    /**
     * Return the lists; networks and presets are kept together, so one given alone keeps the other.
     *
     * @param limits $current
     * @return array
     */
    private function lists(limits $current): array {
        $keeps = isset($this->given['addresses']) || isset($this->given['presets']);
        $entries = new address_entries($keeps ? ($current->addresses() ?? []) : []);
        return [
            'courses' => $this->words('courses'),
            'addresses' => isset($this->given['addresses']) ? $this->text('addresses') : implode("\n", $entries->networks()),
            'presets' => isset($this->given['presets']) ? $this->words('presets') : $entries->presets(),
        ];
    }

    /**
     * Return the value of an option, empty if it clears its limit or was not given.
     *
     * @param string $option
     * @return string
     */
    private function text(string $option): string {
        $value = trim($this->given[$option] ?? change_options::NONE);
        return $value === change_options::NONE ? '' : $value;
    }

    /**
     * Return the words of an option, with commas between.
     *
     * @param string $option
     * @return string[]
     */
    private function words(string $option): array {
        return $this->text($option) === '' ? [] : array_map('trim', explode(',', $this->text($option)));
    }

    /**
     * Read --approvewrites.
     *
     * @return bool
     * @throws command_refused
     */
    private function approvewrites(): bool {
        $value = $this->given['approvewrites'] ?? change_options::NONE;
        if (!isset(self::ANSWERS[$value])) {
            throw command_refused::options(['approvewrites' => get_string('cli_badswitch', 'local_mcpgate')]);
        }
        return self::ANSWERS[$value];
    }
}
