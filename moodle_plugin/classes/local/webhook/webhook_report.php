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
 * Endpoints, or messages that were given up, as a command prints them.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class webhook_report {

    /** @var array[] Facts, each a line. */
    private $facts;

    /**
     * Hold facts.
     *
     * @param array[] $facts
     */
    private function __construct(array $facts) {
        $this->facts = $facts;
    }

    /**
     * Report on endpoints.
     *
     * @param endpoint[] $endpoints
     * @param signing_secret|null $secret of the one endpoint, if it was made just now
     * @return self
     */
    public static function of_endpoints(array $endpoints, ?signing_secret $secret = null): self {
        return new self(array_map(static function (endpoint $endpoint) use ($secret): array {
            return self::endpoint_facts($endpoint) + ($secret === null ? [] : ['secret' => $secret->text()]);
        }, $endpoints));
    }

    /**
     * Report on messages to an endpoint that were given up.
     *
     * @param endpoint $endpoint
     * @return self
     */
    public static function of_letters(endpoint $endpoint): self {
        return new self(array_map(static function (\stdClass $row): array {
            return [
                'msgid' => $row->msgid,
                'type' => $row->eventtype,
                'count' => (int) $row->events,
                'attempts' => (int) $row->attempts,
                'timecreated' => (int) $row->timecreated,
                'timesettled' => (int) $row->timesettled,
                'status' => $row->laststatus === null ? null : (int) $row->laststatus,
                'errorcode' => $row->lasterror,
            ];
        }, array_values(dead_letters::of($endpoint))));
    }

    /**
     * Print facts for programs.
     *
     * @return string a JSON list and a line break
     */
    public function json(): string {
        return json_encode($this->facts, JSON_PRETTY_PRINT | JSON_UNESCAPED_SLASHES) . "\n";
    }

    /**
     * Print a line for each, with a name before each fact.
     *
     * @return string
     */
    public function text(): string {
        return implode('', array_map(static function (array $facts): string {
            $words = [];
            foreach ($facts as $name => $fact) {
                $words[] = "{$name}=" . (is_string($fact) ? $fact : json_encode($fact, JSON_UNESCAPED_SLASHES));
            }
            return implode("\t", $words) . "\n";
        }, $this->facts));
    }

    /**
     * Gather what there is to say about an endpoint.
     *
     * @param endpoint $endpoint
     * @return array
     */
    private static function endpoint_facts(endpoint $endpoint): array {
        global $DB;
        $row = $endpoint->row();
        $number = static function (?string $value): ?int {
            return $value === null ? null : (int) $value;
        };
        return [
            'id' => $endpoint->id(),
            'url' => $endpoint->url(),
            'events' => $endpoint->events(),
            'private' => $endpoint->allows_private(),
            'status' => $endpoint->status(),
            'waiting' => $DB->count_records(delivery_queue::TABLE, ['webhookid' => $row->id, 'status' => delivery_queue::PENDING]),
            'letters' => dead_letters::count($endpoint),
            'dropped' => (int) $row->dropped,
            'timedelivered' => $number($row->timedelivered),
            'timefailing' => $number($row->timefailing),
            'laststatus' => $number($row->laststatus),
            'errorcode' => $row->lasterror,
            'oldsecretuntil' => $endpoint->old_secret_until(time()),
        ];
    }
}
