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

use local_mcpgate\local\epoch;
use local_mcpgate\local\record\audit_writer;
use local_mcpgate\local\record\outcome;

/**
 * Lets an admin give a function another class, by its exact name; each change is on record.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class overrides {

    /** @var int|null Person who changes, null for the command line. */
    private $by;

    /** @var string|null Address of that person. */
    private $clientip;

    /**
     * Say who changes.
     *
     * @param int|null $by
     * @param string|null $clientip
     */
    public function __construct(?int $by, ?string $clientip) {
        $this->by = $by;
        $this->clientip = $clientip;
    }

    /**
     * Give a function a class.
     *
     * @param string $name
     * @param string $class one of function_class
     * @param bool $confirmed that assistants may do more is meant
     * @return class_change
     * @throws override_refused
     */
    public function set(string $name, string $class, bool $confirmed): class_change {
        $change = self::planned($name, $class);
        if ($change->loosens() && !$confirmed) {
            throw new override_refused(override_refused::UNCONFIRMED, $change);
        }
        $this->store($change, function () use ($name, $class): void {
            admin_list::put($name, $class, (int) $this->by);
        });
        return $change;
    }

    /**
     * Let a function have its own class again; what is gone from the site can be taken off as well.
     *
     * @param string $name
     * @param bool $confirmed that assistants may do more is meant
     * @return class_change
     * @throws override_refused
     */
    public function remove(string $name, bool $confirmed): class_change {
        $change = self::removal($name);
        if ($change->loosens() && !$confirmed) {
            throw new override_refused(override_refused::UNCONFIRMED, $change);
        }
        $this->store($change, static function () use ($name): void {
            admin_list::take($name);
        });
        return $change;
    }

    /**
     * Tell what set() would change.
     *
     * @param string $name
     * @param string $class
     * @return class_change
     * @throws override_refused
     */
    public static function planned(string $name, string $class): class_change {
        $function = site_functions::current()->find($name);
        if ($function === null) {
            throw new override_refused(override_refused::UNKNOWN);
        }
        if (!in_array($class, function_class::ALL, true)) {
            throw new override_refused(override_refused::BAD_CLASS);
        }
        return $function->change_to($class);
    }

    /**
     * Tell what remove() would change.
     *
     * @param string $name
     * @return class_change
     * @throws override_refused
     */
    public static function removal(string $name): class_change {
        $listed = admin_list::current()[$name] ?? null;
        if ($listed === null) {
            throw new override_refused(override_refused::NOT_LISTED);
        }
        $function = site_functions::current()->find($name);
        return $function === null
            ? new class_change($name, class_change::HIDDEN, class_change::HIDDEN, '')
            : $function->change_to(null);
    }

    /**
     * Store a change together with its record, and let sidecars know.
     *
     * @param class_change $change
     * @param callable $write
     */
    private function store(class_change $change, callable $write): void {
        global $DB;
        $transaction = $DB->start_delegated_transaction();
        $write();
        audit_writer::write([
            'kind' => 'function_class_changed',
            'outcome' => outcome::ALLOWED,
            'errorcode' => "{$change->from()}_to_{$change->to()}",
            'functionname' => $change->name(),
            'functionclass' => $change->to(),
            'userid' => $this->by,
            'clientip' => $this->clientip,
        ]);
        $transaction->allow_commit();
        epoch::bump();
    }
}
