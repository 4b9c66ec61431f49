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

namespace local_mcpgate\local\functions;

/**
 * Why a function of the reviewed table is not plainly what Moodle calls it.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class function_reason {

    /** Hands out, takes or checks what opens an account or another service. */
    public const CREDENTIAL = 'credential';

    /** Runs other functions, or renders whatever it is told. */
    public const METACALL = 'metacall';

    /** Takes a form or a query as one string, which no rule can look into. */
    public const OPAQUE_FORM = 'opaque-form';

    /** Shows or changes how the site is set up. */
    public const SITE_CONFIG = 'site-config';

    /** Belongs to the people who answer for personal data on the site. */
    public const DATA_PROTECTION = 'data-protection';

    /** Moves money. */
    public const PAYMENT = 'payment';

    /** Agrees to something in a person's name. */
    public const CONSENT = 'consent';

    /** Sends what is on the site to another service. */
    public const EGRESS = 'egress';

    /** Serves Moodle's own pages, and nobody else. */
    public const UI_INTERNAL = 'ui-internal';

    /** Deletes, also where it can do other things besides. */
    public const DELETES = 'deletes';

    /** Does what nothing undoes, without deleting. */
    public const IRREVERSIBLE = 'irreversible';

    /** Takes back what a person finished or asked for. */
    public const REVERTS = 'reverts';

    /** Makes accounts, or changes what people log in with. */
    public const ACCOUNT_TAKEOVER = 'account-takeover';

    /** Gives roles, or takes them. */
    public const PERMISSIONS = 'permissions';

    /** Overwrites grades anywhere in a course. */
    public const GRADES = 'grades';

    /** Moodle says it reads, but it changes something. */
    public const TYPED_READ_BUT_WRITES = 'typed-read-but-writes';

    /** Reads, and makes on the way a row that is empty, or that holds what can be worked out again. */
    public const LAZY_WRITE = 'lazy-write';

    /** All of them. */
    public const ALL = [
        self::CREDENTIAL, self::METACALL, self::OPAQUE_FORM, self::SITE_CONFIG, self::DATA_PROTECTION, self::PAYMENT,
        self::CONSENT, self::EGRESS, self::UI_INTERNAL, self::DELETES, self::IRREVERSIBLE, self::REVERTS,
        self::ACCOUNT_TAKEOVER, self::PERMISSIONS, self::GRADES, self::TYPED_READ_BUT_WRITES, self::LAZY_WRITE,
    ];
}
