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
use local_mcpgate\local\oauth\consent;

/**
 * What a person sees before they decide.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class consent_page implements \renderable, \templatable {

    /** @var consent */
    private $consent;

    /** @var \stdClass */
    private $user;

    /** @var string */
    private $form;

    /**
     * Gather what the page shows.
     *
     * @param consent $consent
     * @param \stdClass $user who decides
     * @param string $form HTML of the form
     */
    public function __construct(consent $consent, \stdClass $user, string $form) {
        $this->consent = $consent;
        $this->user = $user;
        $this->form = $form;
    }

    /**
     * Return what the template needs; everything but the form is plain text.
     *
     * @param \renderer_base $output
     * @return array
     */
    public function export_for_template(\renderer_base $output): array {
        global $SITE;
        $client = $this->consent->client();
        $redirecturi = $this->consent->request()->redirect_uri();
        $title = $client->title() === '' ? get_string('clientunnamed', 'local_mcpgate') : $client->title();
        $saysname = $client->is_named_by_its_host() && $client->name() !== '';
        return [
            'question' => get_string('consent_question', 'local_mcpgate', $title),
            'clienttitle' => $title,
            'ownname' => $saysname ? get_string('consent_callsitself', 'local_mcpgate', $client->name()) : '',
            'clienthost' => $client->host() === $title ? '' : $client->host(),
            'isverified' => $client->is_verified(),
            'isapproved' => $client->kind() === client::REGISTERED,
            'redirecthost' => $redirecturi->shown_host(),
            'islocal' => $redirecturi->is_local(),
            'sitename' => format_string($SITE->fullname, true, ['context' => \context_system::instance(), 'escape' => false]),
            'fullname' => fullname($this->user),
            'username' => $this->user->username,
            'wantswrite' => $this->consent->request()->scopes()->writes() && !$this->consent->offers_write(),
            'connectionsurl' => (new \moodle_url('/local/mcpgate/connections.php'))->out(false),
            'form' => $this->form,
        ];
    }
}
