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

namespace local_mcpgate\local\record;

/**
 * What of a row may leave the record, for logs and for endpoints: codes, and names that are the site's own.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class plain_facts {

    /** @var string What codes look like, perhaps with the rule they stand for; a sidecar sends what it likes. */
    private const CODE = '/^[a-z][a-z0-9_]{0,69}(?::[a-z_]{1,29})?$/D';

    /** @var string The code of a call whose tool is nothing but a word that the client made up. */
    private const NO_TOOL = 'tool_unknown';

    /** @var string[] Kinds about something that has a number or a client_id of its own, which ends the row's label. */
    private const LABELLED = ['client_changed', 'webhook_changed'];

    /**
     * Return why it ended as it did.
     *
     * @param \stdClass $row
     * @return string|null null for what is no code
     */
    public static function errorcode(\stdClass $row): ?string {
        $code = $row->errorcode ?? null;
        return $code !== null && preg_match(self::CODE, $code) ? $code : null;
    }

    /**
     * Return the function that was asked for.
     *
     * @param \stdClass $row
     * @return string|null null for none, and for one that the site does not have: clients ask for whatever they like
     */
    public static function function_name(\stdClass $row): ?string {
        global $DB;
        $name = $row->functionname ?? null;
        $isknown = $name !== null
            && (isset($row->functionclass) || $DB->record_exists('external_functions', ['name' => $name]));
        return $isknown ? $name : null;
    }

    /**
     * Return the tool that was asked for.
     *
     * @param \stdClass $row
     * @return string|null null for none, and for one that there is not
     */
    public static function tool(\stdClass $row): ?string {
        return ($row->errorcode ?? null) === self::NO_TOOL ? null : $row->tool ?? null;
    }

    /**
     * Return which client or endpoint was changed, without its name.
     *
     * @param \stdClass $row
     * @return string|null
     */
    public static function changed(\stdClass $row): ?string {
        $label = in_array($row->kind, self::LABELLED, true) ? (string) ($row->client ?? '') : '';
        $before = strrpos($label, ' (');
        return $before === false ? null : substr($label, $before + 2, -1);
    }
}
