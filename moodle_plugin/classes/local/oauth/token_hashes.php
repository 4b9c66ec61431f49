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

use local_mcpgate\local\bridge\body_reader;

/**
 * The hashes of a pair of tokens that a sidecar is about to hand out.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class token_hashes {

    /** @var string */
    private $access;

    /** @var string */
    private $refresh;

    /**
     * Read the pair from an operation.
     *
     * @param body_reader $fields
     */
    public function __construct(body_reader $fields) {
        $this->access = $fields->hash('accesshash');
        $this->refresh = $fields->hash('refreshhash');
        if ($this->access === $this->refresh) {
            throw body_reader::bad('refreshhash');
        }
    }

    /**
     * Return the hash of the access token.
     *
     * @return string
     */
    public function access(): string {
        return $this->access;
    }

    /**
     * Return the hash of the refresh token.
     *
     * @return string
     */
    public function refresh(): string {
        return $this->refresh;
    }
}
