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

namespace local_mcpgate\local\seal;

/**
 * The table of seals.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class seals {

    /** The table. */
    public const TABLE = 'local_mcpgate_seal';

    /**
     * Return the newest seal.
     *
     * @return seal|null
     */
    public static function newest(): ?seal {
        return self::first('1 = 1', [], 'sealnumber DESC');
    }

    /**
     * Return the seal from which the chain goes on.
     *
     * @return seal|null
     */
    public static function oldest(): ?seal {
        return self::first('1 = 1', [], 'sealnumber');
    }

    /**
     * Return the newest seal that was sent out.
     *
     * @return seal|null
     */
    public static function newest_announced(): ?seal {
        return self::first('timeannounced IS NOT NULL', [], 'sealnumber DESC');
    }

    /**
     * Return the newest seal that is older than a moment.
     *
     * @param int $time Unix time
     * @return seal|null
     */
    public static function newest_before(int $time): ?seal {
        return self::first('timecreated < :time', ['time' => $time], 'sealnumber DESC');
    }

    /**
     * Return the newest seal after which so many rows follow at least.
     *
     * @param int $chainlength
     * @return seal|null
     */
    public static function newest_up_to(int $chainlength): ?seal {
        return self::first('chainlength <= :chainlength', ['chainlength' => $chainlength], 'sealnumber DESC');
    }

    /**
     * Return one seal.
     *
     * @param int $number
     * @return seal|null
     */
    public static function find(int $number): ?seal {
        return self::first('sealnumber = :number', ['number' => $number], 'sealnumber');
    }

    /**
     * Return some seals in their order.
     *
     * @param int $after number
     * @param int $limit
     * @return seal[]
     */
    public static function after(int $after, int $limit): array {
        global $DB;
        $rows = $DB->get_records_select(self::TABLE, 'sealnumber > ?', [$after], 'sealnumber', '*', 0, $limit);
        return array_map([self::class, 'wrap'], array_values($rows));
    }

    /**
     * Keep a new seal.
     *
     * @param array $columns
     * @param signature $signature
     * @return seal
     */
    public static function add(array $columns, signature $signature): seal {
        global $DB;
        $row = (object) ($columns + ['keyid' => $signature->keyid(), 'signature' => $signature->text()]);
        return self::wrap($DB->get_record(self::TABLE, ['id' => $DB->insert_record(self::TABLE, $row)], '*', MUST_EXIST));
    }

    /**
     * Return the first of some seals.
     *
     * @param string $select
     * @param array $params
     * @param string $order
     * @return seal|null
     */
    private static function first(string $select, array $params, string $order): ?seal {
        global $DB;
        $rows = $DB->get_records_select(self::TABLE, $select, $params, $order, '*', 0, 1);
        return $rows ? self::wrap(reset($rows)) : null;
    }

    /**
     * Wrap a row.
     *
     * @param \stdClass $row
     * @return seal
     */
    private static function wrap(\stdClass $row): seal {
        return new seal($row);
    }
}
