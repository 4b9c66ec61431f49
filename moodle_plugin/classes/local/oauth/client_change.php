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

use local_mcpgate\local\epoch;
use local_mcpgate\local\record\audit_writer;
use local_mcpgate\local\record\outcome;

/**
 * One thing that an admin does to a client: stored and recorded together, and known to all sidecars at once.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class client_change {

    /** The client was made here. */
    public const CREATED = 'created';

    /** What the client is was changed. */
    public const CHANGED = 'changed';

    /** The client got a new secret; the old one ended. */
    public const NEW_SECRET = 'new_secret';

    /** The client was deleted. */
    public const DELETED = 'deleted';

    /** Its metadata document was entered by hand. */
    public const PINNED = 'pinned';

    /** Its metadata document is read where it is published again. */
    public const UNPINNED = 'unpinned';

    /** @var int Characters of the audit's column. */
    private const MAX_NAME = 255;

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
     * Return who does it.
     *
     * @return int|null
     */
    public function by(): ?int {
        return $this->by;
    }

    /**
     * Return from where they do it.
     *
     * @return string|null
     */
    public function clientip(): ?string {
        return $this->clientip;
    }

    /**
     * Do it.
     *
     * @param string $what one of this class's constants
     * @param string[] $fields that are not as they were
     * @param callable $write stores it and returns the number of the client's row
     * @return client as it is now
     */
    public function run(string $what, array $fields, callable $write): client {
        global $DB;
        $transaction = $DB->start_delegated_transaction();
        try {
            $client = (new clients())->by_id($write());
            audit_writer::write([
                'kind' => 'client_changed',
                'outcome' => outcome::ALLOWED,
                'errorcode' => $what,
                'client' => self::label($client),
                'argumentkeys' => $fields,
                'userid' => $this->by,
                'clientip' => $this->clientip,
            ]);
            $transaction->allow_commit();
        } catch (\Throwable $error) {
            $transaction->rollback($error);
        }
        epoch::bump();
        return $client;
    }

    /**
     * Say which client it is: its name is cut before its client_id is.
     *
     * @param client $client
     * @return string
     */
    private static function label(client $client): string {
        $id = " ({$client->client_id()})";
        return mb_substr($client->name(), 0, max(0, self::MAX_NAME - mb_strlen($id, 'UTF-8')), 'UTF-8') . $id;
    }
}
