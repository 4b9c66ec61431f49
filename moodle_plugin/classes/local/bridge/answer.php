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

namespace local_mcpgate\local\bridge;

/**
 * The JSON and the HTTP status of what the bridge answers.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class answer {

    /** How all JSON of the bridge is encoded. */
    public const FLAGS = JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES | JSON_INVALID_UTF8_SUBSTITUTE
        | JSON_PRESERVE_ZERO_FRACTION;

    /** Codes that say the request itself cannot be trusted. */
    private const UNTRUSTED = ['bridge_bad_signature', 'bridge_clock_skew', 'bridge_replayed'];

    /**
     * Encode the data of a successful operation.
     *
     * @param array $data string keys; a value may be encoded_json
     * @return string
     */
    public static function success(array $data): string {
        $members = [];
        foreach ($data as $name => $value) {
            $json = $value instanceof encoded_json ? $value->json() : self::encode($value);
            $members[] = self::encode((string) $name) . ':' . $json;
        }
        return '{"ok":true,"data":{' . implode(',', $members) . '}}';
    }

    /**
     * Encode a refusal or failure.
     *
     * @param bridge_exception $error
     * @return string
     */
    public static function failure(bridge_exception $error): string {
        $members = [
            'code' => $error->bridge_code(),
            'message' => $error->getMessage(),
            'detail' => (object) $error->detail(),
        ];
        return self::encode(['ok' => false, 'error' => $members]);
    }

    /**
     * Return the HTTP status of a refusal or failure.
     *
     * @param bridge_exception $error
     * @return int
     */
    public static function status(bridge_exception $error): int {
        if (in_array($error->bridge_code(), self::UNTRUSTED, true)) {
            return 401;
        }
        return $error->bridge_code() === 'bridge_internal_error' ? 500 : 400;
    }

    /**
     * Encode a value.
     *
     * @param mixed $value
     * @return string
     */
    private static function encode($value): string {
        return json_encode($value, self::FLAGS | JSON_THROW_ON_ERROR);
    }
}
