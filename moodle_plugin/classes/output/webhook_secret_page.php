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

use local_mcpgate\local\webhook\endpoint;

/**
 * A new secret of an endpoint of the webhook, this once.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class webhook_secret_page implements \renderable, \templatable {

    /** @var endpoint */
    private $endpoint;

    /** @var string */
    private $secret;

    /**
     * Choose what to show.
     *
     * @param endpoint $endpoint
     * @param string $secret
     */
    public function __construct(endpoint $endpoint, string $secret) {
        $this->endpoint = $endpoint;
        $this->secret = $secret;
    }

    /**
     * Return what the template needs; all of it is plain text.
     *
     * @param \renderer_base $output
     * @return array
     */
    public function export_for_template(\renderer_base $output): array {
        $until = $this->endpoint->old_secret_until(time());
        return [
            'url' => $this->endpoint->url(),
            'secret' => $this->secret,
            'olduntil' => $until === null ? '' : userdate($until),
            'listurl' => (new \moodle_url('/local/mcpgate/webhooks.php'))->out(false),
        ];
    }
}
