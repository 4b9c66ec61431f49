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

use local_mcpgate\local\webhook\endpoint_change;

/**
 * An admin made, changed, tested or deleted an endpoint of the webhook, or acted on its messages; or it ended itself.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class webhook_changed extends audit_event {

    /**
     * Set what is particular to this event.
     */
    protected function init() {
        parent::init();
        $this->data['crud'] = 'u';
    }

    /**
     * Return the name of this event.
     *
     * @return string
     */
    public static function get_name() {
        return get_string('event_webhook_changed', 'local_mcpgate');
    }

    /**
     * Return what happened.
     *
     * @return string
     */
    public function get_description() {
        $isgone = $this->fact('errorcode') === endpoint_change::GONE;
        return $this->described($isgone ? 'event_webhook_gone_desc' : 'event_webhook_changed_desc');
    }
}
