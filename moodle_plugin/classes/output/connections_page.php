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

use local_mcpgate\local\oauth\connection;
use local_mcpgate\local\oauth\connection_listing;

/**
 * Connections of one person or of all.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class connections_page implements \renderable, \templatable {

    /** @var connection_listing */
    private $listing;

    /** @var \moodle_url */
    private $url;

    /** @var int */
    private $number;

    /**
     * Choose what to show.
     *
     * @param connection_listing $listing
     * @param \moodle_url $url of the list, without the number of a page
     * @param int $number of the page, from 0
     */
    public function __construct(connection_listing $listing, \moodle_url $url, int $number) {
        $this->listing = $listing;
        $this->url = $url;
        $this->number = $number;
    }

    /**
     * Ask whether a connection is to be revoked.
     *
     * @param connection $connection
     * @param bool $isown
     * @return string HTML
     */
    public static function question(connection $connection, bool $isown): string {
        $card = new connection_card($connection, time());
        if ($isown) {
            return get_string('connection_revokequestion', 'local_mcpgate', s($card->name()));
        }
        $names = ['client' => s($card->name()), 'person' => s($card->owner())];
        return get_string('connection_revokequestion_other', 'local_mcpgate', (object) $names);
    }

    /**
     * Return what the template needs.
     *
     * @param \renderer_base $output
     * @return array
     */
    public function export_for_template(\renderer_base $output): array {
        $namesowner = $this->listing->is_of_all();
        $cards = array_map(function (connection $connection) use ($namesowner): array {
            $card = new connection_card($connection, time());
            return $card->facts($namesowner) + $card->urls($this->url);
        }, $this->listing->page($this->number));
        return [
            'isown' => $this->listing->is_own(),
            'recordurl' => (new \moodle_url('/local/mcpgate/audit.php', ['own' => 1]))->out(false),
            'connections' => $cards,
            'paging' => $output->paging_bar($this->listing->count(), $this->number, connection_listing::PAGE, $this->url),
        ];
    }
}
