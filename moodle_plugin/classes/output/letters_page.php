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

use local_mcpgate\local\webhook\dead_letters;
use local_mcpgate\local\webhook\endpoint;

/**
 * The list of messages that were given up.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class letters_page implements \renderable, \templatable {

    /** @var endpoint|null */
    private $endpoint;

    /** @var string HTML. */
    private $report;

    /**
     * Choose what to show.
     *
     * @param endpoint|null $endpoint whose messages they are, null for those of all
     * @param string $report HTML
     */
    public function __construct(?endpoint $endpoint, string $report) {
        $this->endpoint = $endpoint;
        $this->report = $report;
    }

    /**
     * Return what the template needs; all but the report is plain text.
     *
     * @param \renderer_base $output
     * @return array
     */
    public function export_for_template(\renderer_base $output): array {
        $hasall = $this->endpoint !== null && dead_letters::count($this->endpoint) > 0;
        return [
            'all' => $hasall ? [
                'resendurl' => $this->url([letter_question::RESEND_ALL => $this->endpoint->id()]),
                'discardurl' => $this->url([letter_question::DISCARD_ALL => $this->endpoint->id()]),
            ] : null,
            'listurl' => (new \moodle_url('/local/mcpgate/webhooks.php'))->out(false),
            'report' => $this->report,
        ];
    }

    /**
     * Return the address of a question about the endpoint.
     *
     * @param array $params
     * @return string
     */
    private function url(array $params): string {
        $params += ['webhook' => $this->endpoint->id()];
        return (new \moodle_url('/local/mcpgate/webhook_letters.php', $params))->out(false);
    }
}
