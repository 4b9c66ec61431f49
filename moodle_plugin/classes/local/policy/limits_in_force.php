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

namespace local_mcpgate\local\policy;

use local_mcpgate\local\site_settings;

/**
 * The limits of a connection with the site's own where it has none.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class limits_in_force {

    /** @var limits */
    private $limits;

    /** @var site_settings */
    private $settings;

    /** @var address_limit */
    private $addresses;

    /**
     * Put together what holds.
     *
     * @param limits $limits of a connection
     * @param site_settings $settings
     * @param address_limit $addresses
     */
    public function __construct(limits $limits, site_settings $settings, address_limit $addresses) {
        $this->limits = $limits;
        $this->settings = $settings;
        $this->addresses = $addresses;
    }

    /**
     * Return what holds on this site.
     *
     * @param limits $limits of a connection
     * @return self
     */
    public static function of(limits $limits): self {
        return new self($limits, site_settings::current(), address_limit::of($limits));
    }

    /**
     * Return the calls a minute.
     *
     * @return int|null null is no limit
     */
    public function ratelimit(): ?int {
        return $this->limits->ratelimit() ?? $this->settings->connection_rate();
    }

    /**
     * Return the functions a day.
     *
     * @return int|null null is no limit
     */
    public function callquota(): ?int {
        return $this->limits->callquota() ?? $this->settings->call_quota();
    }

    /**
     * Return the bytes of results a day.
     *
     * @return int|null null is no limit
     */
    public function bytequota(): ?int {
        return $this->limits->bytequota() ?? $this->settings->byte_quota();
    }

    /**
     * Return the limits as the bridge protocol writes them.
     *
     * @return array
     */
    public function to_message(): array {
        return [
            'functions' => $this->limits->functions(),
            'courses' => $this->limits->courses(),
            'addresses' => $this->addresses->networks(),
            'ratelimit' => $this->ratelimit(),
            'callquota' => $this->callquota(),
            'bytequota' => $this->bytequota(),
            'approvewrites' => $this->limits->approvewrites(),
        ];
    }
}
