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

/**
 * The list of endpoints of the webhook.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class webhooks_page implements \renderable, \templatable {

    /** @var string HTML. */
    private $report;

    /**
     * Choose what to show.
     *
     * @param string $report HTML
     */
    public function __construct(string $report) {
        $this->report = $report;
    }

    /**
     * Return what the template needs; all but the report is plain text.
     *
     * @param \renderer_base $output
     * @return array
     */
    public function export_for_template(\renderer_base $output): array {
        return [
            'addurl' => (new \moodle_url('/local/mcpgate/webhook.php'))->out(false),
            'lettersurl' => (new \moodle_url('/local/mcpgate/webhook_letters.php'))->out(false),
            'report' => $this->report,
        ];
    }
}
