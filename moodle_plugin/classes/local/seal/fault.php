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
 * The first thing that is wrong with the sealed record, and where.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class fault extends \Exception {

    /** It is not what was sealed. */
    public const CHANGED = 'changed';

    /** It was there when it was sealed. */
    public const MISSING = 'missing';

    /** It has the place of another one. */
    public const OUT_OF_ORDER = 'out_of_order';

    /** It says that it was sealed, and was not. */
    public const EXTRA = 'extra';

    /** No key of this site signed it, or none signed it for what it says. */
    public const SIGNATURE = 'signature';

    /** The chain does not lead to a head that was known before. */
    public const ROLLED_BACK = 'rolled_back';

    /** It ought to have been sealed long ago. */
    public const UNSEALED_LATE = 'unsealed_late';

    /** @var string One of the above. */
    private $kind;

    /** @var array Where. */
    private $place;

    /**
     * Name what is wrong.
     *
     * @param string $kind
     * @param array $place seal, chainnumber, auditid, recordid, after: those that are known
     */
    private function __construct(string $kind, array $place) {
        parent::__construct($kind);
        $this->kind = $kind;
        $this->place = $place + ['seal' => null, 'chainnumber' => null, 'auditid' => null, 'recordid' => null, 'after' => null];
    }

    /**
     * Name a row.
     *
     * @param string $kind
     * @param \stdClass $row
     * @param seal|null $seal whose row it is, or is in the place of
     * @return self
     */
    public static function row(string $kind, \stdClass $row, ?seal $seal): self {
        return new self($kind, [
            'seal' => $seal === null ? null : $seal->number(),
            'chainnumber' => $row->chainnumber === null ? null : (int) $row->chainnumber,
            'auditid' => (int) $row->id,
            'recordid' => $row->recordid,
        ]);
    }

    /**
     * Name a row that is not there.
     *
     * @param int $chainnumber
     * @param seal $seal
     * @param int|null $after id of the row before it
     * @return self
     */
    public static function missing_row(int $chainnumber, seal $seal, ?int $after): self {
        return new self(self::MISSING, ['seal' => $seal->number(), 'chainnumber' => $chainnumber, 'after' => $after]);
    }

    /**
     * Name a seal.
     *
     * @param string $kind
     * @param int $number
     * @return self
     */
    public static function seal(string $kind, int $number): self {
        return new self($kind, ['seal' => $number]);
    }

    /**
     * Return what is wrong.
     *
     * @return string one of the constants
     */
    public function kind(): string {
        return $this->kind;
    }

    /**
     * Return what is wrong and where.
     *
     * @return array kind, seal, chainnumber, auditid, recordid, after
     */
    public function facts(): array {
        return ['kind' => $this->kind] + $this->place;
    }
}
