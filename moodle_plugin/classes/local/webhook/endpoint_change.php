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

namespace local_mcpgate\local\webhook;

use local_mcpgate\local\record\audit_writer;
use local_mcpgate\local\record\outcome;

/**
 * A change of an endpoint, on record together with the change itself.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class endpoint_change {

    /** The endpoint was made. */
    public const CREATED = 'created';

    /** What it is was changed. */
    public const CHANGED = 'changed';

    /** It got a new secret; the old one is good for a day. */
    public const NEW_SECRET = 'new_secret';

    /** It gets no messages for now. */
    public const PAUSED = 'paused';

    /** It gets messages again. */
    public const RESUMED = 'resumed';

    /** It said itself that it wants no more. */
    public const GONE = 'gone';

    /** It was deleted. */
    public const DELETED = 'deleted';

    /** A message was sent to it to see whether it comes through. */
    public const TESTED = 'tested';

    /** Messages that were given up are sent again. */
    public const RESENT = 'resent';

    /** Messages that were given up were deleted. */
    public const DISCARDED = 'discarded';

    /** @var int|null */
    private $by;

    /** @var string|null */
    private $clientip;

    /**
     * Say who does it.
     *
     * @param int|null $by null if no person is known
     * @param string|null $clientip
     */
    public function __construct(?int $by, ?string $clientip) {
        $this->by = $by;
        $this->clientip = $clientip;
    }

    /**
     * Say that the person does it who is at the browser, whoever they are logged in as.
     *
     * @return self
     */
    public static function at_a_page(): self {
        return new self((int) \core\session\manager::get_realuser()->id, getremoteaddr());
    }

    /**
     * Do it.
     *
     * @param string $what one of this class's constants
     * @param string[] $fields that are not as they were
     * @param callable $write does it and returns the endpoint
     * @return endpoint as $write returned it
     */
    public function run(string $what, array $fields, callable $write): endpoint {
        global $DB;
        $transaction = $DB->start_delegated_transaction();
        try {
            $endpoint = $write();
            audit_writer::write([
                'kind' => 'webhook_changed',
                'outcome' => outcome::ALLOWED,
                'errorcode' => $what,
                'client' => "{$endpoint->host()} ({$endpoint->id()})",
                'argumentkeys' => $fields,
                'userid' => $this->by,
                'clientip' => $this->clientip,
            ]);
            $transaction->allow_commit();
            return $endpoint;
        } catch (\Throwable $error) {
            $transaction->rollback($error);
        }
    }
}
