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

namespace local_mcpgate\local\oauth;

/**
 * Why connections end before their time.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class revocation_reason {

    /** The person ended it. */
    public const PERSON = 'person';

    /** An administrator ended it. */
    public const ADMIN = 'admin';

    /** The client gave it back (RFC 7009). */
    public const CLIENT = 'client';

    /** An administrator deleted the client. */
    public const CLIENT_DELETED = 'client_deleted';

    /** Its code was redeemed a second time (RFC 6749 §4.1.2). */
    public const CODE_REPLAYED = 'code_replayed';

    /** A refresh token of it was used again (RFC 9700 §4.14.2). */
    public const REFRESH_REUSED = 'refresh_reused';

    /** The account was deleted. */
    public const USER_DELETED = 'user_deleted';

    /** The account was suspended. */
    public const USER_SUSPENDED = 'user_suspended';

    /** The password changed, on a site where that ends tokens. */
    public const PASSWORD_CHANGED = 'password_changed';

    /** The person's data was erased. */
    public const ERASED = 'erased';
}
