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
use local_mcpgate\local\bridge\operation;
use local_mcpgate\local\webhook\attempt;
use local_mcpgate\local\webhook\retry_schedule;
use local_mcpgate\local\webhook\settlement;

/**
 * Answers "webhook.report".
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class webhook_report implements operation {

    /** @var string A code, as the record has them. */
    private const CODE = '/^[a-z0-9_]{0,100}$/D';

    /**
     * Put down what became of a delivery.
     *
     * @param array $body
     * @return array
     */
    public function run(array $body): array {
        $fields = new body_reader($body);
        $attempt = new attempt(
            self::outcome($fields),
            self::status($body['status'] ?? null),
            self::errorcode($fields),
            self::retry_after_s($body['retry_after_s'] ?? null)
        );
        $settlement = new settlement(time(), retry_schedule::by_chance());
        return ['settled' => $settlement->settle($fields->number('deliveryid'), $fields->hash('lease'), $attempt)];
    }

    /**
     * Read what became of it.
     *
     * @param body_reader $fields
     * @return string
     */
    private static function outcome(body_reader $fields): string {
        $outcome = $fields->text('outcome', 20);
        if (!in_array($outcome, attempt::OUTCOMES, true)) {
            throw body_reader::bad('outcome');
        }
        return $outcome;
    }

    /**
     * Read the status of HTTP.
     *
     * @param mixed $value
     * @return int|null
     */
    private static function status($value): ?int {
        if ($value !== null && (!is_int($value) || $value < 100 || $value > 599)) {
            throw body_reader::bad('status');
        }
        return $value;
    }

    /**
     * Read what went wrong.
     *
     * @param body_reader $fields
     * @return string
     */
    private static function errorcode(body_reader $fields): string {
        $code = $fields->optional_text('errorcode', 100) ?? '';
        if (!preg_match(self::CODE, $code)) {
            throw body_reader::bad('errorcode');
        }
        return $code;
    }

    /**
     * Read the wait that the endpoint asked for.
     *
     * @param mixed $value
     * @return int seconds
     */
    private static function retry_after_s($value): int {
        if ($value === null) {
            return 0;
        }
        if (!(is_int($value) || is_float($value)) || !is_finite($value) || $value < 0) {
            throw body_reader::bad('retry_after_s');
        }
        return (int) ceil(min($value, PHP_INT_MAX >> 1));
    }
}
