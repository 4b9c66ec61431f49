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

    /** A metadata document is read at its client_id. */
    public const DOCUMENTS_FETCH = 'fetch';

    /** Only copies of metadata documents that are kept here count. */
    public const DOCUMENTS_PINNED = 'pinned';

    /** Clients are not known by metadata documents. */
    public const DOCUMENTS_OFF = 'off';

    /** Seconds a connection lives at most unless the admin says otherwise. */
    public const DEFAULT_CONNECTION_LIFETIME_S = 31536000;

    /** Days the record is kept unless the admin says otherwise. */
    public const DEFAULT_AUDIT_RETENTION_DAYS = 365;

    /** Seconds an access token lives unless the admin says otherwise. */
    public const DEFAULT_ACCESS_TOKEN_TTL_S = 900;

    /** Seconds a refresh token lives unless the admin says otherwise. */
    public const DEFAULT_REFRESH_TOKEN_TTL_S = 2592000;

    /** Calls a minute of a connection unless the admin says otherwise. */
    public const DEFAULT_CONNECTION_RATE = 60;

    /** Calls a minute of a person over all connections unless the admin says otherwise. */
    public const DEFAULT_USER_RATE = 300;

    /** Requests a minute of an address unless the admin says otherwise. */
    public const DEFAULT_ADDRESS_RATE = 3000;

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
     * Return how clients are known by a metadata document (setting "clientdocuments").
     *
     * @return string DOCUMENTS_FETCH or DOCUMENTS_PINNED only if stored exactly so, else DOCUMENTS_OFF
     */
    public function client_documents(): string {
        $stored = $this->stored->clientdocuments ?? '';
        return in_array($stored, [self::DOCUMENTS_FETCH, self::DOCUMENTS_PINNED], true) ? $stored : self::DOCUMENTS_OFF;
    }

    /**
     * Return the web origins whose pages may read answers of the sidecar (setting "allowedorigins").
     *
     * @return string[]
     */
    public function allowed_origins(): array {
        return allowed_origins::parse((string) ($this->stored->allowedorigins ?? ''));
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
     * Tell whether functions that sit an assessment for a student may run (setting "allowassessment").
     *
     * @return bool
     */
    public function allows_assessment(): bool {
        return !empty($this->stored->allowassessment);
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
     * Return how long a connection lives at most (setting "connectionlifetime").
     *
     * @return int|null seconds, null is no limit
     */
    public function connection_lifetime_s(): ?int {
        return $this->ceiling('connectionlifetime', self::DEFAULT_CONNECTION_LIFETIME_S);
    }

    /**
     * Return how many calls a minute a connection without a limit of its own may make (setting "connectionrate").
     *
     * @return int|null null is no limit
     */
    public function connection_rate(): ?int {
        return $this->ceiling('connectionrate', self::DEFAULT_CONNECTION_RATE);
    }

    /**
     * Return how many calls a minute a person may make over all connections (setting "userrate").
     *
     * @return int|null null is no limit
     */
    public function user_rate(): ?int {
        return $this->ceiling('userrate', self::DEFAULT_USER_RATE);
    }

    /**
     * Return how many requests a minute may come from one address (setting "addressrate").
     *
     * @return int|null null is no limit
     */
    public function address_rate(): ?int {
        return $this->ceiling('addressrate', self::DEFAULT_ADDRESS_RATE);
    }

    /**
     * Return how many functions a connection without a quota of its own may run a day (setting "callquota").
     *
     * @return int|null null is no limit
     */
    public function call_quota(): ?int {
        return $this->ceiling('callquota', 0);
    }

    /**
     * Return how many bytes of results such a connection may fetch a day (setting "bytequota").
     *
     * @return int|null null is no limit
     */
    public function byte_quota(): ?int {
        return $this->ceiling('bytequota', 0);
    }

    /**
     * Return how long the record is kept (setting "auditretention").
     *
     * @return int|null days, null is for ever
     */
    public function audit_retention_days(): ?int {
        return $this->ceiling('auditretention', self::DEFAULT_AUDIT_RETENTION_DAYS);
    }

    /**
     * Read a number of which 0 means none.
     *
     * @param string $name setting
     * @param int $default where no number is stored
     * @return int|null
     */
    private function ceiling(string $name, int $default): ?int {
        $value = $this->stored->$name ?? null;
        $ceiling = is_numeric($value) && (int) $value >= 0 ? (int) $value : $default;
        return $ceiling === 0 ? null : $ceiling;
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
