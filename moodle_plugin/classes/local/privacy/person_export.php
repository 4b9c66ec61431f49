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

namespace local_mcpgate\local\privacy;

use core_privacy\local\request\transform;
use core_privacy\local\request\writer;

/**
 * Exports what is kept of a person; hashes and other people stay out.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class person_export {

    /** @var array[] File in the export to the rows it holds and the columns of them. */
    private const FILES = [
        'connections' => [
            'SELECT c.*, k.name AS client FROM {local_mcpgate_connection} c JOIN {local_mcpgate_client} k ON k.id = c.clientid
              WHERE c.userid = ? ORDER BY c.id',
            ['client', 'scopes', 'audience', 'functionpatterns', 'courses', 'addresses', 'ratelimit', 'callquota', 'bytequota',
                'approvewrites', 'timecreated', 'timeactivated', 'timeexpires', 'timelastused', 'lastip', 'timerevoked',
                'revokereason'],
        ],
        'tokens' => [
            'SELECT t.* FROM {local_mcpgate_token} t JOIN {local_mcpgate_connection} c ON c.id = t.connectionid
              WHERE c.userid = ? ORDER BY t.id',
            ['kind', 'scopes', 'timecreated', 'timeexpires'],
        ],
        'requests' => [
            'SELECT r.* FROM {local_mcpgate_request} r WHERE r.userid = ? ORDER BY r.id',
            ['redirecturi', 'scopes', 'clientip', 'status', 'timecreated'],
        ],
        'approvals' => [
            'SELECT a.* FROM {local_mcpgate_approval} a WHERE a.userid = ? ORDER BY a.id',
            ['functionname', 'status', 'timecreated', 'timedecided'],
        ],
        'record' => [
            'SELECT a.* FROM {local_mcpgate_audit} a
              WHERE a.userid = ? OR (a.userid IS NULL AND a.connectionid IN
                    (SELECT c.id FROM {local_mcpgate_connection} c WHERE c.userid = ?)) ORDER BY a.id',
            ['recordid', 'timecreated', 'kind', 'client', 'tool', 'functionname', 'functionclass', 'scopes', 'outcome', 'errorcode',
                'argumentkeys', 'courseid', 'clientip', 'durationms', 'resultbytes', 'protocol', 'useragent', 'node', 'attempts'],
        ],
        'functions' => [
            'SELECT f.* FROM {local_mcpgate_function} f WHERE f.usermodified = ? ORDER BY f.id',
            ['name', 'class', 'timemodified'],
        ],
        'revocations' => [
            'SELECT c.* FROM {local_mcpgate_connection} c WHERE c.revokedby = ? ORDER BY c.id',
            ['id', 'timerevoked', 'revokereason'],
        ],
        'decisions' => [
            'SELECT a.* FROM {local_mcpgate_approval} a WHERE a.decidedby = ? ORDER BY a.id',
            ['approvalid', 'functionname', 'status', 'timedecided'],
        ],
    ];

    /** @var int So many rows are in memory, and in one file, at a time. */
    private const ROWS = 10000;

    /**
     * Write the files of a person into their export.
     *
     * @param \context $context the person's own
     */
    public static function write(\context $context): void {
        foreach (self::FILES as $name => [$sql, $columns]) {
            $folder = get_string("privacy:path:{$name}", 'local_mcpgate');
            foreach (self::parts($sql, (int) $context->instanceid, $columns) as $part => $rows) {
                $path = [get_string('pluginname', 'local_mcpgate'), $part > 1 ? "{$folder} ({$part})" : $folder];
                writer::with_context($context)->export_data($path, (object) ['rows' => $rows]);
            }
        }
    }

    /**
     * Read rows in parts, with times as people write them.
     *
     * @param string $sql in which every placeholder stands for the person
     * @param int $userid
     * @param string[] $columns
     * @return \Generator<int, \stdClass[]> by the number of the part, from 1; no part is empty
     */
    private static function parts(string $sql, int $userid, array $columns): \Generator {
        global $DB;
        $part = 1;
        $rows = [];
        $found = $DB->get_recordset_sql($sql, array_fill(0, substr_count($sql, '?'), $userid));
        foreach ($found as $row) {
            $kept = [];
            foreach ($columns as $column) {
                $istime = strpos($column, 'time') === 0 && $row->$column !== null;
                $kept[$column] = $istime ? transform::datetime($row->$column) : $row->$column;
            }
            $rows[] = (object) $kept;
            if (count($rows) === self::ROWS) {
                yield $part++ => $rows;
                $rows = [];
            }
        }
        $found->close();
        if ($rows) {
            yield $part => $rows;
        }
    }
}
