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

namespace local_mcpgate\oauth;

use local_mcpgate\local\oauth\pkce;
use PHPUnit\Framework\TestCase;

/**
 * Proof Key for Code Exchange.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class pkce_test extends TestCase {

    /** Verifier and challenge of RFC 7636, appendix B. */
    private const VERIFIER = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';

    /** The challenge of VERIFIER. */
    private const CHALLENGE = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';

    /**
     * The example of the RFC.
     */
    public function test_the_verifier_of_the_rfc_proves_its_challenge(): void {
        $this->assertTrue(pkce::is_challenge(self::CHALLENGE));
        $this->assertTrue(pkce::proves(self::VERIFIER, self::CHALLENGE));
    }

    /**
     * Nothing else proves it.
     *
     * @dataProvider wrong_verifiers
     * @param string $verifier
     */
    public function test_another_verifier_proves_nothing(string $verifier): void {
        $this->assertFalse(pkce::proves($verifier, self::CHALLENGE));
    }

    /**
     * Verifiers that are wrong or malformed.
     *
     * @return array
     */
    public static function wrong_verifiers(): array {
        return [
            'the challenge itself, as with "plain"' => [self::CHALLENGE],
            'too short' => [substr(self::VERIFIER, 1)],
            'too long' => [str_repeat('a', 129)],
            'a line break at the end' => [self::VERIFIER . "\n"],
            'padding' => [self::VERIFIER . '='],
            'empty' => [''],
        ];
    }

    /**
     * A malformed verifier is refused even where its digest would fit.
     */
    public function test_a_malformed_verifier_never_proves_its_own_digest(): void {
        $challenge = rtrim(strtr(base64_encode(hash('sha256', 'short', true)), '+/', '-_'), '=');
        $this->assertFalse(pkce::proves('short', $challenge));
    }

    /**
     * A challenge is 43 characters of base64url.
     */
    public function test_a_challenge_of_another_form_is_none(): void {
        $shorter = substr(self::CHALLENGE, 1);
        foreach ([$shorter, self::CHALLENGE . 'A', self::CHALLENGE . "\n", '+' . $shorter] as $text) {
            $this->assertFalse(pkce::is_challenge($text), json_encode($text));
        }
    }
}
