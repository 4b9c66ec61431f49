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

use local_mcpgate\local\oauth\authority;
use local_mcpgate\local\oauth\connection;

/**
 * One connection, with the form for its limits while it lasts.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class connection_page implements \renderable, \templatable {

    /** @var connection */
    private $connection;

    /** @var authority */
    private $authority;

    /** @var string */
    private $form;

    /**
     * Gather what the page shows.
     *
     * @param connection $connection
     * @param authority $authority of the person who looks
     * @param string $form HTML of the form, empty if nothing can be changed any more
     */
    public function __construct(connection $connection, authority $authority, string $form) {
        $this->connection = $connection;
        $this->authority = $authority;
        $this->form = $form;
    }

    /**
     * Return what the template needs.
     *
     * @param \renderer_base $output
     * @return array
     */
    public function export_for_template(\renderer_base $output): array {
        $card = new connection_card($this->connection, time());
        $facts = $card->facts(!$this->authority->is_owner());
        $ischangeable = $this->form !== '';
        return ['showslimits' => !$ischangeable] + $facts + [
            'narrowsonly' => $ischangeable && !$this->authority->may_widen(),
            'form' => $this->form,
        ];
    }
}
