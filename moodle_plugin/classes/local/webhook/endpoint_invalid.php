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

/**
 * What an admin entered cannot be an endpoint; says so for each field.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class endpoint_invalid extends \Exception {

    /** @var string[] What is wrong, in the admin's language and as plain text, by field. */
    private $errors;

    /**
     * Gather what is wrong.
     *
     * @param string[] $errors by field
     */
    public function __construct(array $errors) {
        parent::__construct('An endpoint was refused: ' . implode(', ', array_keys($errors)) . '.');
        $this->errors = $errors;
    }

    /**
     * Return what is wrong.
     *
     * @return string[] plain text, by field
     */
    public function errors(): array {
        return $this->errors;
    }
}
