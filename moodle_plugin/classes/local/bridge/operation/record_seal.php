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

use local_mcpgate\local\bridge\operation;
use local_mcpgate\local\bridge\body_reader;
use local_mcpgate\local\seal\fault;
use local_mcpgate\local\seal\known_head;
use local_mcpgate\local\seal\sealer;
use local_mcpgate\local\seal\seals;
use local_mcpgate\local\seal\verifier;

/**
 * "record.seal": seals what is final, and tells how the chain ends.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class record_seal implements operation {

    /** @var int Seconds of sealing; sidecars ask again soon. */
    private const SECONDS = 5;

    /** @var int Length of the name of a key, at most. */
    private const KEYID_BYTES = 64;

    /**
     * Seal, unless somebody else is doing so.
     *
     * @param array $body
     * @return array sealed, head, holds
     */
    public function run(array $body): array {
        $holds = isset($body['known']) ? self::holds(new body_reader((new body_reader($body))->structure('known'))) : null;
        $sealed = sealer::run(time(), self::SECONDS);
        $newest = seals::newest();
        return ['sealed' => $sealed, 'head' => $newest === null ? null : $newest->facts(), 'holds' => $holds];
    }

    /**
     * Tell whether the chain leads through a head that a sidecar was told before, signed as it was.
     *
     * @param body_reader $known
     * @return bool|null null if its part of the chain was removed for its age
     */
    private static function holds(body_reader $known): ?bool {
        try {
            $keyid = (string) $known->optional_text('keyid', self::KEYID_BYTES);
            if (known_head::of($known->number('number'), $known->hash('head'), $keyid)->check()) {
                return true;
            }
            // Only a beginning that this site signed is one that it removed rows before.
            verifier::of_site()->check_beginning();
            return null;
        } catch (fault $fault) {
            return false;
        }
    }
}
