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

use local_mcpgate\local\seal\seal;
use local_mcpgate\local\seal\seals;

/**
 * Rows of the record were sealed; whoever keeps this event can prove later what they were.
 *
 * @property-read array $other {
 *      The signed end of the chain; nothing about people.
 *
 *      - int number, rows, chainlength, timecreated: of the seal.
 *      - string head: hash of the last row, in hex.
 *      - string signature, keyid: base64 of Ed25519, and which key made it; empty if this site cannot sign.
 * }
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class record_sealed extends \core\event\base {

    /**
     * Make the event of a seal.
     *
     * @param seal $seal
     * @return self
     */
    public static function of(seal $seal): self {
        $event = self::create(['objectid' => $seal->id(), 'other' => $seal->facts()]);
        assert($event instanceof self);
        return $event;
    }

    /**
     * Set what is the same for all seals.
     */
    protected function init() {
        $this->context = \context_system::instance();
        $this->data['crud'] = 'c';
        $this->data['edulevel'] = self::LEVEL_OTHER;
        $this->data['objecttable'] = seals::TABLE;
    }

    /**
     * Return the name of this event.
     *
     * @return string
     */
    public static function get_name() {
        return get_string('event_record_sealed', 'local_mcpgate');
    }

    /**
     * Return what happened.
     *
     * @return string
     */
    public function get_description() {
        return get_string('event_record_sealed_desc', 'local_mcpgate', (object) array_map('s', $this->other));
    }

    /**
     * Seals are no part of backups.
     *
     * @return array
     */
    public static function get_objectid_mapping() {
        return ['db' => seals::TABLE, 'restore' => self::NOT_MAPPED];
    }

    /**
     * Nothing in it refers to anything that could be restored.
     *
     * @return bool
     */
    public static function get_other_mapping() {
        return false;
    }
}
