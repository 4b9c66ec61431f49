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
 * An Ed25519 signature and which key made it; both are empty where a site cannot sign.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class signature {

    /** @var string */
    private $keyid;

    /** @var string Base64. */
    private $text;

    /**
     * Hold a signature.
     *
     * @param string $keyid
     * @param string $text base64
     */
    public function __construct(string $keyid, string $text) {
        $this->keyid = $keyid;
        $this->text = $text;
    }

    /**
     * Stand for no signature.
     *
     * @return self
     */
    public static function none(): self {
        return new self('', '');
    }

    /**
     * Tell whether there is one.
     *
     * @return bool
     */
    public function exists(): bool {
        return $this->keyid !== '';
    }

    /**
     * Return which key made it.
     *
     * @return string
     */
    public function keyid(): string {
        return $this->keyid;
    }

    /**
     * Return the signature itself.
     *
     * @return string base64
     */
    public function text(): string {
        return $this->text;
    }

    /**
     * Return its bytes.
     *
     * @return string empty if it is none
     */
    public function bytes(): string {
        return (string) base64_decode($this->text, true);
    }
}
