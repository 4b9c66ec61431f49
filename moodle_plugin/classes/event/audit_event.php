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

namespace local_mcpgate\event;

/**
 * The event of one audit row; each subclass stands for one kind of attempt.
 *
 * @property-read array $other {
 *      Facts of the row; no values of arguments, and nothing that a person or a client wrote.
 *
 *      - string recordid: the record's own id.
 *      - string|null tool, function, class: what was asked for.
 *      - string outcome, string|null errorcode: how it ended.
 *      - int|null connectionid: through what; if the person is not known, the owner is the related user.
 *      - string|null changed: client_id of the client, or number of the endpoint, that administrators changed.
 *      - int|null durationms, resultbytes, int attempts, string[] argumentkeys.
 * }
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
abstract class audit_event extends \core\event\base {

    /** @var string Stands in descriptions for what there is not. */
    private const NOTHING = '–';

    /**
     * Set what is the same for all attempts.
     */
    protected function init() {
        $this->context = \context_system::instance();
        $this->data['crud'] = 'r';
        $this->data['edulevel'] = self::LEVEL_OTHER;
        $this->data['objecttable'] = 'local_mcpgate_audit';
    }

    /**
     * Refuse an event without the facts that readers of logs rely on.
     *
     * @throws \coding_exception
     */
    protected function validate_data() {
        parent::validate_data();
        foreach (['recordid', 'outcome', 'connectionid'] as $name) {
            if (!array_key_exists($name, $this->other)) {
                throw new \coding_exception("The '{$name}' value must be set in other.");
            }
        }
    }

    /**
     * Audit rows are no part of backups.
     *
     * @return array
     */
    public static function get_objectid_mapping() {
        return ['db' => 'local_mcpgate_audit', 'restore' => self::NOT_MAPPED];
    }

    /**
     * Connections are no part of backups.
     *
     * @return array
     */
    public static function get_other_mapping() {
        return ['connectionid' => self::NOT_MAPPED];
    }

    /**
     * Return a fact as text for a description.
     *
     * @param string $name
     * @return string
     */
    protected function fact(string $name): string {
        return s((string) ($this->other[$name] ?? ''));
    }

    /**
     * Return a description from the words of the reader's language.
     *
     * @param string $string its key
     * @return string
     */
    protected function described(string $string): string {
        $fields = implode(', ', array_map('s', $this->other['argumentkeys'] ?? []));
        return get_string($string, 'local_mcpgate', (object) [
            'asked' => $this->asked_for(),
            'attempts' => $this->fact('attempts'),
            'changed' => $this->fact('changed'),
            'connectionid' => $this->fact('connectionid') === '' ? self::NOTHING : $this->fact('connectionid'),
            'doer' => $this->doer(),
            'errorcode' => $this->fact('errorcode'),
            'fields' => $fields === '' ? self::NOTHING : $fields,
            'userid' => (int) $this->userid,
        ]);
    }

    /**
     * Return who did it, as the beginning of a sentence; what nobody was logged in for was done at a shell.
     *
     * @return string
     */
    private function doer(): string {
        return (int) $this->userid === self::USER_NOTLOGGEDIN
            ? get_string('event_doer_shell', 'local_mcpgate')
            : get_string('event_doer', 'local_mcpgate', (int) $this->userid);
    }

    /**
     * Return the function, or else the tool, that was asked for.
     *
     * @return string
     */
    protected function asked_for(): string {
        return $this->fact('function') !== '' ? $this->fact('function') : $this->fact('tool');
    }
}
