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

namespace local_mcpgate\local\webhook;

/**
 * Reads what an admin entered for an endpoint, and says for each field what is wrong with it.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class endpoint_input {

    /** @var string[] What is wrong, by field. */
    private $errors = [];

    /**
     * Read an endpoint.
     *
     * @param array $raw url, events (a list), allowprivate, and as its confirmation privatehost: the host once more
     * @return endpoint_details
     * @throws endpoint_invalid
     */
    public static function read(array $raw): endpoint_details {
        $input = new self();
        $url = endpoint_url::parse(trim((string) ($raw['url'] ?? '')));
        $allowprivate = !empty($raw['allowprivate']);
        $events = $input->events((array) ($raw['events'] ?? []));
        if ($url === null) {
            $input->refuse('url', 'webhook_urlinvalid', endpoint_url::MAX_BYTES);
        } else if ($allowprivate) {
            $input->require_confirmation($url, trim((string) ($raw['privatehost'] ?? '')));
        } else if ($url->is_inside()) {
            $input->refuse('url', 'webhook_urlinside');
        }
        if ($input->errors) {
            throw new endpoint_invalid($input->errors);
        }
        return new endpoint_details($url, $events, $allowprivate);
    }

    /**
     * Return an endpoint as an admin would have entered it.
     *
     * @param endpoint $endpoint
     * @return array as read() takes it
     */
    public static function fields_of(endpoint $endpoint): array {
        return [
            'url' => $endpoint->url(),
            'events' => $endpoint->events(),
            'allowprivate' => (int) $endpoint->allows_private(),
            'privatehost' => $endpoint->allows_private() ? $endpoint->host() : '',
        ];
    }

    /**
     * Read what it is told of.
     *
     * @param array $types
     * @return string[] in the order in which they are offered
     */
    private function events(array $types): array {
        $strange = array_diff($types, array_keys(event_type::CHOICES));
        if ($strange) {
            $this->refuse('events', 'webhook_eventunknown', reset($strange));
        } else if (!$types) {
            $this->refuse('events', 'webhook_eventsmissing');
        }
        return array_values(array_intersect(array_keys(event_type::CHOICES), $types));
    }

    /**
     * Refuse a private address that was not named a second time.
     *
     * @param endpoint_url $url
     * @param string $named
     */
    private function require_confirmation(endpoint_url $url, string $named): void {
        if (strtolower($named) !== $url->host()) {
            $this->refuse('privatehost', 'webhook_privatehostwrong', $url->host());
        }
    }

    /**
     * Note what is wrong.
     *
     * @param string $field
     * @param string $key of the string that says so
     * @param mixed $about
     */
    private function refuse(string $field, string $key, $about = null): void {
        $this->errors[$field] = get_string($key, 'local_mcpgate', $about);
    }
}
