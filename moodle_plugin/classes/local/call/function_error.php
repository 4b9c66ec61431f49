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

namespace local_mcpgate\local\call;

use local_mcpgate\local\bridge\bridge_exception;

/**
 * Tells apart why a function did not return: Moodle refused the person, or it failed.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class function_error {

    /** Longest message that is passed on. */
    private const MAX_MESSAGE_CHARACTERS = 500;

    /** Error codes of Moodle's own access checks, besides those that look like DENIAL. */
    private const DENIALS = [
        'accessdenied', 'activityisscheduledfordeletion', 'contextnotallowed', 'coursehidden', 'errorcoursecontextnotvalid',
        'forcepasswordchangenotice', 'guestsarenotallowed', 'loginasonecourse', 'nocapabilitytousethisservice', 'noguest',
        'notallowedtoedit', 'notallowedtoupdateprefremotely', 'notavailable', 'notenrolled', 'notingroup', 'requireloginerror',
        'restrictedcontextexception', 'servicerequireslogin', 'sitepolicynotagreed', 'usernotallowed', 'usernotfullysetup',
        'usernotincourse',
    ];

    /** How the error codes of access checks look. */
    private const DENIAL = '/^(nopermission|cannot(view|access|see))|^no[a-z]+permission$/D';

    /** Exceptions with an error code of their own. */
    private const EXCEPTIONS = [
        'codingerror' => 'coding_exception',
        'generalexceptionmessage' => 'Throwable',
        'invalidparameter' => 'invalid_parameter_exception',
        'invalidresponse' => 'invalid_response_exception',
        'nopermissions' => 'required_capability_exception',
        'requireloginerror' => 'require_login_exception',
        'restrictedcontextexception' => 'restricted_context_exception',
    ];

    /**
     * Translate the error that Moodle reports for a function.
     *
     * @param \stdClass $error with errorcode and message
     * @return bridge_exception denied_by_moodle or function_failed
     */
    public static function of(\stdClass $error): bridge_exception {
        $errorcode = (string) $error->errorcode;
        $detail = ['exception' => self::EXCEPTIONS[$errorcode] ?? 'moodle_exception', 'errorcode' => $errorcode];
        $code = self::is_denial($errorcode) ? 'denied_by_moodle' : 'function_failed';
        return new bridge_exception($code, self::message($errorcode, (string) $error->message), $detail);
    }

    /**
     * Describe a function that left a transaction open.
     *
     * @return bridge_exception function_failed
     */
    public static function open_transaction(): bridge_exception {
        $detail = ['exception' => 'dml_transaction_exception', 'errorcode' => 'opentransaction'];
        return new bridge_exception('function_failed', 'The function did not finish what it began; nothing was changed.', $detail);
    }

    /**
     * Tell whether an error code comes from an access check.
     *
     * @param string $errorcode
     * @return bool
     */
    private static function is_denial(string $errorcode): bool {
        return preg_match(self::DENIAL, $errorcode) || in_array($errorcode, self::DENIALS, true);
    }

    /**
     * Return Moodle's message as plain text; what PHP itself says stays in the log.
     *
     * @param string $errorcode
     * @param string $message HTML
     * @return string
     */
    private static function message(string $errorcode, string $message): string {
        if ($errorcode === 'generalexceptionmessage') {
            error_log("local_mcpgate: a function failed: {$message}");
            return 'The function failed; the error log of Moodle says why.';
        }
        $plain = trim(html_entity_decode(strip_tags($message), ENT_QUOTES, 'UTF-8'));
        return \core_text::substr(secret_blanker::text($plain), 0, self::MAX_MESSAGE_CHARACTERS);
    }
}
