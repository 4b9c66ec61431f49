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

/**
 * Settings and pages for those who look after assistants on this site.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

use local_mcpgate\local\admin\ceiling_setting;
use local_mcpgate\local\admin\connection_lifetime_setting;
use local_mcpgate\local\admin\lifetime_setting;
use local_mcpgate\local\admin\origins_setting;
use local_mcpgate\local\admin\presets_setting;
use local_mcpgate\local\admin\public_url_setting;
use local_mcpgate\local\epoch;
use local_mcpgate\local\policy\limits_input;
use local_mcpgate\local\record\record_access;
use local_mcpgate\local\site_settings;

defined('MOODLE_INTERNAL') || die();

$capability = 'local/mcpgate:manage';

// People with the capability but without site:config have no "Local plugins" in their tree.
$parent = $hassiteconfig ? 'localplugins' : 'modules';
$ADMIN->add($parent, new admin_category('local_mcpgate', new lang_string('pluginname', 'local_mcpgate')));

$settings = new admin_settingpage('local_mcpgate_settings', new lang_string('settings', 'local_mcpgate'), $capability);
if ($ADMIN->fulltree) {
    $text = static function (string $name): lang_string {
        return new lang_string($name, 'local_mcpgate');
    };
    $all = [
        new admin_setting_configcheckbox('local_mcpgate/enabled', $text('setting_enabled'), $text('setting_enabled_desc'), 1),
        new admin_setting_configselect(
            'local_mcpgate/sitemode',
            $text('setting_sitemode'),
            $text('setting_sitemode_desc'),
            site_settings::MODE_READ,
            [site_settings::MODE_READ => $text('mode_read'), site_settings::MODE_WRITE => $text('mode_write')]
        ),
        new public_url_setting('local_mcpgate/publicurl', $text('setting_publicurl'), $text('setting_publicurl_desc')),
        new lifetime_setting(
            'local_mcpgate/accesstokenttl',
            $text('setting_accesstokenttl'),
            $text('setting_accesstokenttl_desc'),
            site_settings::DEFAULT_ACCESS_TOKEN_TTL_S,
            HOURSECS
        ),
        new lifetime_setting(
            'local_mcpgate/refreshtokenttl',
            $text('setting_refreshtokenttl'),
            $text('setting_refreshtokenttl_desc'),
            site_settings::DEFAULT_REFRESH_TOKEN_TTL_S,
            YEARSECS
        ),
        new connection_lifetime_setting(),
        new admin_setting_configcheckbox(
            'local_mcpgate/allowsiteadmins',
            $text('setting_allowsiteadmins'),
            $text('setting_allowsiteadmins_desc'),
            0
        ),
        new admin_setting_configcheckbox(
            'local_mcpgate/registration',
            $text('setting_registration'),
            $text('setting_registration_desc'),
            1
        ),
        new admin_setting_configselect(
            'local_mcpgate/clientdocuments',
            $text('setting_clientdocuments'),
            $text('setting_clientdocuments_desc'),
            site_settings::DOCUMENTS_FETCH,
            [
                site_settings::DOCUMENTS_FETCH => $text('clientdocuments_fetch'),
                site_settings::DOCUMENTS_PINNED => $text('clientdocuments_pinned'),
                site_settings::DOCUMENTS_OFF => $text('clientdocuments_off'),
            ]
        ),
        new origins_setting(),
        new admin_setting_configcheckbox(
            'local_mcpgate/allowassessment',
            $text('setting_allowassessment'),
            $text('setting_allowassessment_desc'),
            0
        ),
        new ceiling_setting('connectionrate', site_settings::DEFAULT_CONNECTION_RATE, limits_input::HIGHEST['ratelimit']),
        new ceiling_setting('userrate', site_settings::DEFAULT_USER_RATE, 100000),
        new ceiling_setting('addressrate', site_settings::DEFAULT_ADDRESS_RATE, 1000000),
        new ceiling_setting('callquota', 0, limits_input::HIGHEST['callquota']),
        new ceiling_setting('bytequota', 0, limits_input::HIGHEST['bytequota']),
        new presets_setting(),
        new ceiling_setting('auditretention', site_settings::DEFAULT_AUDIT_RETENTION_DAYS, 36500),
    ];
    foreach ($all as $setting) {
        $setting->set_updatedcallback(epoch::class . '::bump');
        $settings->add($setting);
    }
}
$ADMIN->add('local_mcpgate', $settings);
$ADMIN->add('local_mcpgate', new admin_externalpage(
    'local_mcpgate_sidecar',
    new lang_string('sidecar', 'local_mcpgate'),
    new moodle_url('/local/mcpgate/sidecar.php'),
    $capability
));
$ADMIN->add('local_mcpgate', new admin_externalpage(
    'local_mcpgate_clients',
    new lang_string('clients', 'local_mcpgate'),
    new moodle_url('/local/mcpgate/clients.php'),
    $capability
));
$ADMIN->add('local_mcpgate', new admin_externalpage(
    'local_mcpgate_connections',
    new lang_string('connections', 'local_mcpgate'),
    new moodle_url('/local/mcpgate/connections.php', ['all' => 1]),
    $capability
));
$ADMIN->add('local_mcpgate', new admin_externalpage(
    'local_mcpgate_functions',
    new lang_string('functions', 'local_mcpgate'),
    new moodle_url('/local/mcpgate/functions.php'),
    $capability
));
$ADMIN->add('local_mcpgate', new admin_externalpage(
    'local_mcpgate_audit',
    new lang_string('record', 'local_mcpgate'),
    new moodle_url('/local/mcpgate/audit.php'),
    record_access::CAPABILITY
));
$ADMIN->add('local_mcpgate', new admin_externalpage(
    'local_mcpgate_webhooks',
    new lang_string('webhooks', 'local_mcpgate'),
    new moodle_url('/local/mcpgate/webhooks.php'),
    $capability
));
$settings = null;
