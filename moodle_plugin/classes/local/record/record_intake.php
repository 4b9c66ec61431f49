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

namespace local_mcpgate\local\record;

use local_mcpgate\local\bridge\bridge_exception;
use local_mcpgate\local\oauth\connections;
use local_mcpgate\local\webhook\outbox;

/**
 * Takes in what sidecars recorded: each record once, however often it is sent.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class record_intake {

    /** @var array Of a connection that is gone nobody knows any more whom its record would tell of. */
    private const FORGOTTEN = ['client' => null, 'clientip' => null, 'useragent' => null];

    /** @var array What strangers wrote; a row that the database refuses goes without it. */
    private const FREE = ['client' => null, 'tool' => null, 'protocol' => null, 'useragent' => null];

    /** @var int Unix time. */
    private $now;

    /**
     * Set up the intake.
     *
     * @param int $now Unix time
     */
    public function __construct(int $now) {
        $this->now = $now;
    }

    /**
     * Store the records that are not there yet.
     *
     * @param sidecar_record[] $records
     * @return int how many were stored
     * @throws bridge_exception bridge_bad_request if there is one that the database takes in no form
     */
    public function store(array $records): int {
        $missing = self::missing($records);
        if (!$missing) {
            return 0;
        }
        try {
            $stored = outbox::carry(function () use ($missing): array {
                return array_map([audit_writer::class, 'store'], $this->rows($missing));
            });
        } catch (\dml_write_exception $error) {
            return $this->store_one_by_one($this->rows($missing));
        }
        array_map([row_event::class, 'trigger'], $stored);
        return count($stored);
    }

    /**
     * Return the records that are not there yet.
     *
     * @param sidecar_record[] $records
     * @return sidecar_record[] by record id
     */
    private static function missing(array $records): array {
        global $DB;
        $byid = [];
        foreach ($records as $record) {
            $byid[$record->recordid()] = $record;
        }
        $known = $DB->get_records_list(audit_writer::TABLE, 'recordid', array_keys($byid), '', 'recordid, id');
        return array_diff_key($byid, $known);
    }

    /**
     * Return the columns of records; nobody who is named in them is erased before the transaction ends.
     *
     * @param sidecar_record[] $records by record id
     * @return array[] by record id
     */
    private function rows(array $records): array {
        $connections = $this->connections($records);
        return array_map(function (sidecar_record $record) use ($connections): array {
            $id = $record->connectionid();
            return ($id === null ? [] : $connections[$id] ?? self::FORGOTTEN) + $record->columns($this->now);
        }, $records);
    }

    /**
     * Read what connections say about person, client and scopes.
     *
     * @param sidecar_record[] $records
     * @return array[] columns by connection id
     */
    private function connections(array $records): array {
        global $DB;
        $ids = array_filter(array_map(static function (sidecar_record $record): ?int {
            return $record->connectionid();
        }, $records));
        $ids = connections::hold(array_unique($ids));
        if (!$ids) {
            return [];
        }
        [$insql, $params] = $DB->get_in_or_equal($ids, SQL_PARAMS_NAMED);
        $sql = "SELECT con.id, con.userid, con.scopes, cli.name AS client
                  FROM {local_mcpgate_connection} con
                  JOIN {local_mcpgate_client} cli ON cli.id = con.clientid
                 WHERE con.id {$insql}";
        return array_map(static function (\stdClass $row): array {
            return ['userid' => $row->userid, 'scopes' => $row->scopes, 'client' => $row->client];
        }, $DB->get_records_sql($sql, $params));
    }

    /**
     * Store rows while another request stores some of the same, or the database refuses one.
     *
     * @param array[] $rows by record id
     * @return int how many were stored
     */
    private function store_one_by_one(array $rows): int {
        $stored = 0;
        foreach ($rows as $recordid => $row) {
            try {
                audit_writer::write($row);
                $stored++;
            } catch (\dml_write_exception $error) {
                $stored += audit_writer::is_known((string) $recordid) ? 0 : self::store_bare($row, $error);
            }
        }
        return $stored;
    }

    /**
     * Store a row without what strangers wrote, so that it is not in the way of all that come after it.
     *
     * @param array $row
     * @param \dml_write_exception $refusal what the database said of the whole row
     * @return int how many were stored
     * @throws bridge_exception bridge_bad_request if the database refuses even that, so that the sidecar sets it aside
     * @throws \dml_write_exception if the row is not what it refuses
     */
    private static function store_bare(array $row, \dml_write_exception $refusal): int {
        $bare = self::FREE + $row;
        try {
            audit_writer::write($bare);
        } catch (\dml_write_exception $error) {
            // With no room for any row, or for what an endpoint is to be told of this one, it can come again later.
            if (self::is_taken($bare) || !self::is_taken(['kind' => 'auth_failed', 'outcome' => outcome::ERROR])) {
                throw $error;
            }
            self::log("the database refuses record {$row['recordid']}", $error);
            throw new bridge_exception('bridge_bad_request', "The database refuses record {$row['recordid']}.");
        }
        self::log("record {$row['recordid']} went in without what its client said of itself", $refusal);
        return 1;
    }

    /**
     * Tell of a row that is not what it should be; what the database says after its first line may quote all of it.
     *
     * @param string $what
     * @param \dml_write_exception $refusal
     */
    private static function log(string $what, \dml_write_exception $refusal): void {
        error_log("local_mcpgate: {$what}: " . strtok((string) $refusal->error, "\n"));
    }

    /**
     * Tell whether the database takes a row, and leave nothing of it.
     *
     * @param array $row
     * @return bool
     */
    private static function is_taken(array $row): bool {
        global $DB;
        $DB->start_delegated_transaction();
        try {
            audit_writer::store($row);
            return true;
        } catch (\dml_exception $error) {
            return false;
        } finally {
            $DB->force_transaction_rollback();
        }
    }
}
