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
 * Pages on which a person decides: never framed, never stored, never named to another site.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class guarded_page {

    /** @var string[] */
    private const HEADERS = [
        "Content-Security-Policy: frame-ancestors 'none'",
        'X-Frame-Options: DENY',
        'Cache-Control: no-store',
        'Referrer-Policy: no-referrer',
    ];

    /**
     * Print a page.
     *
     * @param string $template
     * @param \templatable $content
     * @param int $status HTTP status
     */
    public static function show(string $template, \templatable $content, int $status = 200): void {
        global $PAGE;
        $output = $PAGE->get_renderer('core');
        $header = $output->header();
        // Moodle sets some of these when it makes the header; ours have the last word.
        self::send_headers();
        http_response_code($status);
        echo $header . $output->render_from_template($template, $content->export_for_template($output)) . $output->footer();
    }

    /**
     * Send the browser elsewhere, with a GET whatever it came with.
     *
     * @param string $url
     */
    public static function leave_for(string $url): void {
        self::send_headers();
        header("Location: {$url}", true, 303);
    }

    /**
     * Send the headers of these pages.
     */
    private static function send_headers(): void {
        foreach (self::HEADERS as $header) {
            header($header);
        }
    }
}
