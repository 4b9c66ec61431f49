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

use local_mcpgate\local\oauth\client;
use local_mcpgate\local\site_settings;

/**
 * A client to make, change or pin: what an admin copies into the assistant, and the form.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class client_page implements \renderable, \templatable {

    /** @var client|null */
    private $client;

    /** @var string */
    private $about;

    /** @var string */
    private $form;

    /**
     * Choose what to show.
     *
     * @param client|null $client null if it is not known yet
     * @param string $about what the page is for, plain text
     * @param string $form HTML
     */
    public function __construct(?client $client, string $about, string $form) {
        $this->client = $client;
        $this->about = $about;
        $this->form = $form;
    }

    /**
     * Return what the template needs; all but the form is plain text.
     *
     * @param \renderer_base $output
     * @return array
     */
    public function export_for_template(\renderer_base $output): array {
        return [
            'about' => $this->about,
            'clientid' => $this->client !== null && $this->client->kind() === client::REGISTERED ? $this->client->client_id() : '',
            'publicurl' => site_settings::current()->public_url(),
            'form' => $this->form,
        ];
    }
}
