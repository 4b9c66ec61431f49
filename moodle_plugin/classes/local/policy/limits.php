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

namespace local_mcpgate\local\policy;

/**
 * What narrows a connection, as its row keeps it.
 *
 * In a list, null is no limit and an empty list allows nothing; a list that
 * cannot be read allows nothing either.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class limits {

    /** Columns of local_mcpgate_connection, by the name of the limit. */
    public const COLUMNS = [
        'functions' => 'functionpatterns',
        'courses' => 'courses',
        'addresses' => 'addresses',
        'ratelimit' => 'ratelimit',
        'callquota' => 'callquota',
        'bytequota' => 'bytequota',
        'approvewrites' => 'approvewrites',
    ];

    /** @var array Limits by name: lists, whole numbers, null where there is none. */
    private $values;

    /**
     * Set limits.
     *
     * @param array $values by the names of COLUMNS; what is missing is no limit
     */
    public function __construct(array $values) {
        $this->values = $values + array_fill_keys(array_keys(self::COLUMNS), null);
    }

    /**
     * Read the limits of a connection.
     *
     * @param \stdClass $row of local_mcpgate_connection
     * @return self
     */
    public static function stored(\stdClass $row): self {
        return new self([
            'functions' => self::stored_list($row->functionpatterns, 'strval'),
            'courses' => self::stored_list($row->courses, 'intval'),
            'addresses' => self::stored_list($row->addresses, 'strval'),
            'ratelimit' => self::number($row->ratelimit),
            'callquota' => self::number($row->callquota),
            'bytequota' => self::number($row->bytequota),
            'approvewrites' => (bool) $row->approvewrites,
        ]);
    }

    /**
     * Return no limits at all.
     *
     * @return self
     */
    public static function none(): self {
        return new self([]);
    }

    /**
     * Return the patterns of function names.
     *
     * @return string[]|null
     */
    public function functions(): ?array {
        return $this->values['functions'];
    }

    /**
     * Return the ids of courses.
     *
     * @return int[]|null
     */
    public function courses(): ?array {
        return $this->values['courses'];
    }

    /**
     * Return networks, and names of presets after "preset:".
     *
     * @return string[]|null
     */
    public function addresses(): ?array {
        return $this->values['addresses'];
    }

    /**
     * Return how many calls a minute the connection may make.
     *
     * @return int|null null leaves it to the site
     */
    public function ratelimit(): ?int {
        return $this->values['ratelimit'];
    }

    /**
     * Return how many functions it may run a day.
     *
     * @return int|null null leaves it to the site
     */
    public function callquota(): ?int {
        return $this->values['callquota'];
    }

    /**
     * Return how many bytes of results it may fetch a day.
     *
     * @return int|null null leaves it to the site
     */
    public function bytequota(): ?int {
        return $this->values['bytequota'];
    }

    /**
     * Tell whether a person has to approve every function that writes.
     *
     * @return bool
     */
    public function approvewrites(): bool {
        return (bool) $this->values['approvewrites'];
    }

    /**
     * Return the names of limits that differ.
     *
     * @param limits $before
     * @return string[]
     */
    public function changes_since(limits $before): array {
        $old = $before->to_columns();
        $new = $this->to_columns();
        return array_keys(array_filter(self::COLUMNS, static function (string $column) use ($old, $new): bool {
            return $old[$column] !== $new[$column];
        }));
    }

    /**
     * Return the columns that keep the limits.
     *
     * @return array by column
     */
    public function to_columns(): array {
        $columns = [];
        foreach (self::COLUMNS as $name => $column) {
            $value = $this->values[$name];
            $columns[$column] = is_array($value) ? json_encode(array_values($value), JSON_UNESCAPED_SLASHES) : $value;
        }
        return ['approvewrites' => (int) $this->approvewrites()] + $columns;
    }

    /**
     * Read a list.
     *
     * @param string|null $json
     * @param callable $read makes an entry of a scalar
     * @return array|null
     */
    private static function stored_list(?string $json, callable $read): ?array {
        if ($json === null) {
            return null;
        }
        $list = json_decode($json, true, 3);
        return is_array($list) ? array_map($read, array_values(array_filter($list, 'is_scalar'))) : [];
    }

    /**
     * Read a number that may be missing.
     *
     * @param string|int|null $value
     * @return int|null
     */
    private static function number($value): ?int {
        return $value === null ? null : (int) $value;
    }
}
