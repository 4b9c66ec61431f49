<?php
// This file is part of Moodle - http://moodle.org/
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
// along with Moodle.  If not, see <http://www.gnu.org/licenses/>.

declare(strict_types=1);

namespace logstore_mcpprobe\log;

/**
 * A log store as plugins for a SIEM are: it keeps events until the request ends, then sends them elsewhere, here to a file.
 *
 * With the setting "broken" it fails at our events, with an error that is no exception.
 *
 * @package    logstore_mcpprobe
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class store implements \tool_log\log\writer {

    use \tool_log\helper\store;
    use \tool_log\helper\buffered_writer;

    /**
     * Sets up the store.
     *
     * @param \tool_log\log\manager $manager
     */
    public function __construct(\tool_log\log\manager $manager) {
        $this->helper_setup($manager);
        $this->jsonformat = true;
    }

    /**
     * Leaves out what nobody did who is logged in, as strict stores do.
     *
     * @param \core\event\base $event
     * @return bool
     */
    protected function is_event_ignored(\core\event\base $event) {
        if ($event->component === 'local_mcpgate' && $this->get_config('broken', false)) {
            throw new \Error('This log store is broken.');
        }
        return !CLI_SCRIPT && !isloggedin();
    }

    /**
     * Writes events to the file.
     *
     * @param array $evententries
     */
    protected function insert_event_entries($evententries) {
        global $CFG;
        $lines = array_map(static function (array $entry): string {
            return json_encode($entry) . "\n";
        }, $evententries);
        file_put_contents("{$CFG->dataroot}/events.jsonl", $lines, FILE_APPEND | LOCK_EX);
    }
}
