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

namespace local_mcpgate\local\bridge\operation;

use local_mcpgate\local\bridge\body_reader;
use local_mcpgate\local\bridge\bridge_exception;
use local_mcpgate\local\bridge\heartbeat;
use local_mcpgate\local\bridge\operation;
use local_mcpgate\local\bridge\site_readiness;
use local_mcpgate\local\epoch;
use local_mcpgate\local\functions\catalogue_revision;
use local_mcpgate\local\site_settings;
use local_mcpgate\local\webhook\leases;

/**
 * "hello": takes a sidecar's heartbeat and tells it about the site.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class hello implements operation {

    /** The protocol spoken here. */
    private const PROTOCOL = 1;

    /** Length of the column a sidecar's name goes into. */
    private const MAX_NODE_BYTES = 100;

    /** Length of the column a sidecar's version goes into. */
    private const MAX_VERSION_BYTES = 40;

    /**
     * Answer a heartbeat.
     *
     * @param array $body
     * @return array the site's facts, settings and revisions
     */
    public function run(array $body): array {
        global $CFG;
        $protocol = $body['protocol'] ?? null;
        if (!is_int($protocol)) {
            throw body_reader::bad('protocol');
        }
        if ($protocol !== self::PROTOCOL) {
            $detail = ['supported' => [self::PROTOCOL]];
            throw new bridge_exception('bridge_protocol_mismatch', 'This plugin speaks another version of the protocol.', $detail);
        }
        self::store_heartbeat(new body_reader($body));
        return [
            'protocol' => self::PROTOCOL,
            'time' => microtime(true),
            'plugin' => self::plugin(),
            'moodle' => self::moodle(),
            'settings' => self::settings(),
            'nodes' => heartbeat::alive(time()),
            'deliveries_due' => (new leases(time()))->due(),
            'maintenance' => !empty($CFG->maintenance_enabled),
            'epoch' => epoch::current(),
            'catalogue_revision' => catalogue_revision::current(),
        ];
    }

    /**
     * Store what the sidecar says of itself.
     *
     * @param body_reader $reader
     */
    private static function store_heartbeat(body_reader $reader): void {
        $node = $reader->text('node', self::MAX_NODE_BYTES);
        $version = $reader->text('version', self::MAX_VERSION_BYTES);
        $spool = $reader->structure('spool');
        $records = $spool['records'] ?? null;
        $oldest = $spool['oldest'] ?? null;
        $isnumber = is_int($oldest) || is_float($oldest);
        if (!is_int($records) || $records < 0 || !($oldest === null || $isnumber)) {
            throw body_reader::bad('spool');
        }
        heartbeat::store($node, $version, $records, $isnumber ? (int) $oldest : null, time());
    }

    /**
     * Describe this plugin.
     *
     * @return array
     */
    private static function plugin(): array {
        $plugin = site_readiness::plugin_on_disk();
        return ['version' => (int) $plugin->version, 'release' => $plugin->release];
    }

    /**
     * Describe this Moodle.
     *
     * @return array
     */
    private static function moodle(): array {
        global $CFG, $SITE;
        return [
            'release' => (string) strtok($CFG->release, ' '),
            'branch' => (string) $CFG->branch,
            'wwwroot' => $CFG->wwwroot,
            'sitename' => format_string($SITE->fullname, true, ['context' => \context_system::instance(), 'escape' => false]),
            'lang' => $CFG->lang,
        ];
    }

    /**
     * Describe the settings a sidecar needs.
     *
     * @return array
     */
    private static function settings(): array {
        $settings = site_settings::current();
        return [
            'enabled' => $settings->enabled(),
            'site_mode' => $settings->site_mode(),
            'public_url' => $settings->public_url(),
            'registration' => $settings->registration(),
            'access_token_ttl_s' => $settings->access_token_ttl_s(),
            'refresh_token_ttl_s' => $settings->refresh_token_ttl_s(),
            'assessment' => $settings->allows_assessment(),
            'client_documents' => $settings->client_documents(),
            'allowed_origins' => $settings->allowed_origins(),
            'rates' => ['user' => $settings->user_rate(), 'address' => $settings->address_rate()],
        ];
    }
}
