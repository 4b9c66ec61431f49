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

namespace local_mcpgate\local\cli;

/**
 * The options of a command about clients.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class client_options {

    /** What can be done, and the options that go with it. */
    private const ACTIONS = [
        'create' => self::DETAILS,
        'change' => self::DETAILS,
        'new-secret' => [],
        'delete' => [],
        'pin' => ['client-id'],
        'unpin' => [],
    ];

    /** @var string[] What a client is. */
    private const DETAILS = ['name', 'redirect-uri', 'auth', 'jwks', 'jwks-uri'];

    /** @var string[] Options by the field that they fill in. */
    private const FIELDS = ['redirecturis' => 'redirect-uri', 'jwksuri' => 'jwks-uri', 'clientid' => 'client-id',
        'document' => 'pin'];

    /** @var array Values by option. */
    private $given;

    /** @var string[] */
    private $redirecturis;

    /** @var string */
    private $folder;

    /**
     * Take what was given.
     *
     * @param array $options as Moodle reads them, null for those not given
     * @param string[] $redirecturis every one that was given
     * @param string $folder in which the command was given
     */
    public function __construct(array $options, array $redirecturis, string $folder) {
        $this->given = array_filter($options, static function ($value): bool {
            return $value !== null;
        });
        $this->redirecturis = $redirecturis;
        $this->folder = $folder;
    }

    /**
     * Tell what is to be done, and refuse options that belong to something else.
     *
     * @return string|null null for nothing but listing
     * @throws command_refused
     */
    public function action(): ?string {
        return chosen_action::of(array_keys($this->given), self::ACTIONS);
    }

    /**
     * Return the value of an option.
     *
     * @param string $name
     * @return string
     * @throws command_refused if it has none
     */
    public function value(string $name): string {
        return valued_option::read($this->given, $name);
    }

    /**
     * Return what is in the file that an option names.
     *
     * @param string $name
     * @return string
     * @throws command_refused
     */
    public function content(string $name): string {
        $path = file_option::absolute($this->value($name), $this->folder);
        $content = is_file($path) && is_readable($path) ? file_get_contents($path) : false;
        if ($content === false) {
            throw command_refused::options([$name => get_string('cli_clientfilemissing', 'local_mcpgate', $path)]);
        }
        return trim($content);
    }

    /**
     * Return what was given of a client; new keys take the place of an address, and the other way round.
     *
     * @return string[] by field
     * @throws command_refused
     */
    public function fields(): array {
        $fields = [];
        foreach (array_intersect(self::DETAILS, array_keys($this->given)) as $name) {
            $field = array_search($name, self::FIELDS, true) ?: $name;
            $fields[$field] = $name === 'jwks' ? $this->content($name) : $this->value($name);
        }
        if (isset($fields['redirecturis'])) {
            $fields['redirecturis'] = implode("\n", $this->redirecturis);
        }
        $iskeyed = isset($fields['jwks']) || isset($fields['jwksuri']);
        return $fields + ($iskeyed ? ['jwks' => '', 'jwksuri' => ''] : []);
    }

    /**
     * Name the mistakes of fields for their options.
     *
     * @param string[] $errors by field
     * @return command_refused
     */
    public static function refusal(array $errors): command_refused {
        $problems = [];
        foreach ($errors as $field => $reason) {
            $problems[self::FIELDS[$field] ?? $field] = $reason;
        }
        return command_refused::options($problems);
    }
}
