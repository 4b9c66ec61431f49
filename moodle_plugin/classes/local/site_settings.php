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

namespace local_mcpgate\local;

/**
 * The site's settings of this plugin, typed and with their safe defaults.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class site_settings {

    /** Only functions of class "read" run. */
    public const MODE_READ = 'read';

    /** Functions of class "write" run as well, for connections that hold api.write. */
    public const MODE_WRITE = 'write';

    /** Seconds an access token lives unless the admin says otherwise. */
    public const DEFAULT_ACCESS_TOKEN_TTL_S = 900;

    /** Seconds a refresh token lives unless the admin says otherwise. */
    public const DEFAULT_REFRESH_TOKEN_TTL_S = 2592000;

    /** @var \stdClass All settings of the plugin as stored. */
    private $stored;

    /**
     * Wrap stored settings.
     *
     * @param \stdClass $stored settings as get_config() returns them
     */
    public function __construct(\stdClass $stored) {
        $this->stored = $stored;
    }

    /**
     * Read the settings in force.
     *
     * @return self
     */
    public static function current(): self {
        return new self(get_config('local_mcpgate'));
    }

    /**
     * Tell whether assistants may use this site at all (setting "enabled").
     *
     * @return bool
     */
    public function enabled(): bool {
        return !empty($this->stored->enabled);
    }

    /**
     * Return what kind of functions run here (setting "sitemode").
     *
     * @return string MODE_WRITE only if stored exactly so, else MODE_READ
     */
    public function site_mode(): string {
        return ($this->stored->sitemode ?? '') === self::MODE_WRITE ? self::MODE_WRITE : self::MODE_READ;
    }

    /**
     * Tell whether functions that change something may run here.
     *
     * @return bool
     */
    public function allows_writing(): bool {
        return $this->site_mode() === self::MODE_WRITE;
    }

    /**
     * Return the public address of the MCP endpoint (setting "publicurl").
     *
     * @return string
     */
    public function public_url(): string {
        return (string) ($this->stored->publicurl ?? '');
    }

    /**
     * Tell whether clients may register themselves (setting "registration").
     *
     * @return bool
     */
    public function registration(): bool {
        return !empty($this->stored->registration);
    }

    /**
     * Tell whether site administrators may connect (setting "allowsiteadmins").
     *
     * @return bool
     */
    public function allow_site_admins(): bool {
        return !empty($this->stored->allowsiteadmins);
    }

    /**
     * Return how long an access token lives (setting "accesstokenttl").
     *
     * @return int seconds
     */
    public function access_token_ttl_s(): int {
        return $this->seconds('accesstokenttl', self::DEFAULT_ACCESS_TOKEN_TTL_S);
    }

    /**
     * Return how long a refresh token lives (setting "refreshtokenttl").
     *
     * @return int seconds
     */
    public function refresh_token_ttl_s(): int {
        return $this->seconds('refreshtokenttl', self::DEFAULT_REFRESH_TOKEN_TTL_S);
    }

    /**
     * Read a positive number of seconds.
     *
     * @param string $name setting
     * @param int $default where nothing usable is stored
     * @return int
     */
    private function seconds(string $name, int $default): int {
        $value = (int) ($this->stored->$name ?? 0);
        return $value > 0 ? $value : $default;
    }
}
