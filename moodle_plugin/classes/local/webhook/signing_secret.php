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
 * What an endpoint's messages are signed with, as Standard Webhooks writes it.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class signing_secret {

    /** @var string */
    private const PREFIX = 'whsec_';

    /** @var int */
    private const RANDOM_BYTES = 32;

    /** @var string */
    private $text;

    /**
     * Hold a secret.
     *
     * @param string $text
     */
    private function __construct(string $text) {
        $this->text = $text;
    }

    /**
     * Make a secret.
     *
     * @return self
     */
    public static function make(): self {
        return new self(self::PREFIX . base64_encode(random_bytes(self::RANDOM_BYTES)));
    }

    /**
     * Read a secret that was kept.
     *
     * @param string $sealed as sealed() returned it
     * @return self
     * @throws \moodle_exception if the site's own key does not open it
     */
    public static function open(string $sealed): self {
        return new self(\core\encryption::decrypt($sealed));
    }

    /**
     * Return the secret itself.
     *
     * @return string
     */
    public function text(): string {
        return $this->text;
    }

    /**
     * Return what is kept of it: Moodle signs nothing itself, so a hash would not do.
     *
     * @return string encrypted
     */
    public function sealed(): string {
        return \core\encryption::encrypt($this->text);
    }

    /**
     * Hide the secret where the object is printed.
     *
     * @return array
     */
    public function __debugInfo(): array {
        return ['text' => self::PREFIX . '…'];
    }
}
