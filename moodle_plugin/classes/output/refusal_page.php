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

use local_mcpgate\local\bridge\bridge_exception;

/**
 * Tells a person why they cannot connect an assistant, and what to do.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class refusal_page implements \renderable, \templatable {

    /** @var int[] HTTP status by code; any other is 403. */
    private const STATUS = [
        'request_unknown' => 404,
        'request_expired' => 410,
        'request_spent' => 410,
        'request_client_changed' => 410,
        'mcp_disabled' => 503,
    ];

    /** @var string */
    private $code;

    /**
     * Explain a refusal.
     *
     * @param bridge_exception $refusal
     */
    public function __construct(bridge_exception $refusal) {
        $this->code = $refusal->bridge_code();
    }

    /**
     * Return the HTTP status of the page.
     *
     * @return int
     */
    public function status(): int {
        return self::STATUS[$this->code] ?? 403;
    }

    /**
     * Return what the template needs.
     *
     * @param \renderer_base $output
     * @return array
     */
    public function export_for_template(\renderer_base $output): array {
        $key = "refusal_{$this->code}";
        $isknown = get_string_manager()->string_exists($key, 'local_mcpgate');
        return [
            'message' => get_string($isknown ? $key : 'refusal_other', 'local_mcpgate'),
            'code' => $this->code,
            'loginurl' => $this->code === 'user_guest' ? get_login_url() : '',
        ];
    }
}
