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
 * What steps of db/upgrade.php do to tables, as they were at that version.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

/**
 * Let clients be pinned, and requests remember what their client was.
 */
function local_mcpgate_upgrade_pin_clients(): void {
    global $DB;
    $manager = $DB->get_manager();
    $clients = new xmldb_table('local_mcpgate_client');
    $pinned = new xmldb_field('pinned', XMLDB_TYPE_INTEGER, '1', null, XMLDB_NOTNULL, null, '0', 'metadata');
    if (!$manager->field_exists($clients, $pinned)) {
        $manager->add_field($clients, $pinned);
    }
    $unread = new xmldb_field('metadatahash');
    if ($manager->field_exists($clients, $unread)) {
        $manager->drop_field($clients, $unread);
    }
    $requests = new xmldb_table('local_mcpgate_request');
    $metadatahash = new xmldb_field('metadatahash', XMLDB_TYPE_CHAR, '64', null, null, null, null, 'clientip');
    if (!$manager->field_exists($requests, $metadatahash)) {
        $manager->add_field($requests, $metadatahash);
    }
    $codechallenge = new xmldb_index('codechallenge', XMLDB_INDEX_NOTUNIQUE, ['codechallenge']);
    if (!$manager->index_exists($requests, $codechallenge)) {
        $manager->add_index($requests, $codechallenge);
    }
}

/**
 * Give audit rows a place in the chain, and make the table of seals anew: until now nothing was sealed.
 */
function local_mcpgate_upgrade_add_chain(): void {
    global $DB;
    $manager = $DB->get_manager();
    $audit = new xmldb_table('local_mcpgate_audit');
    $chainnumber = new xmldb_field('chainnumber', XMLDB_TYPE_INTEGER, '10', null, null, null, null, 'chainhash');
    if (!$manager->field_exists($audit, $chainnumber)) {
        $manager->add_field($audit, $chainnumber);
    }
    $index = new xmldb_index('chainnumber', XMLDB_INDEX_NOTUNIQUE, ['chainnumber']);
    if (!$manager->index_exists($audit, $index)) {
        $manager->add_index($audit, $index);
    }
    $seal = new xmldb_table('local_mcpgate_seal');
    if ($manager->table_exists($seal) && !$manager->field_exists($seal, 'sealnumber')) {
        $manager->drop_table($seal);
    }
    local_mcpgate_upgrade_add_table(local_mcpgate_upgrade_seal_table());
}

/**
 * Describe the table of seals.
 *
 * @return xmldb_table
 */
function local_mcpgate_upgrade_seal_table(): xmldb_table {
    $seal = new xmldb_table('local_mcpgate_seal');
    $seal->add_field('id', XMLDB_TYPE_INTEGER, '10', null, XMLDB_NOTNULL, XMLDB_SEQUENCE);
    $seal->add_field('sealnumber', XMLDB_TYPE_INTEGER, '10', null, XMLDB_NOTNULL);
    $seal->add_field('firstauditid', XMLDB_TYPE_INTEGER, '10', null, XMLDB_NOTNULL);
    $seal->add_field('lastauditid', XMLDB_TYPE_INTEGER, '10', null, XMLDB_NOTNULL);
    $seal->add_field('sealedrows', XMLDB_TYPE_INTEGER, '10', null, XMLDB_NOTNULL);
    $seal->add_field('chainlength', XMLDB_TYPE_INTEGER, '10', null, XMLDB_NOTNULL);
    $seal->add_field('previoushead', XMLDB_TYPE_CHAR, '64', null, XMLDB_NOTNULL);
    $seal->add_field('head', XMLDB_TYPE_CHAR, '64', null, XMLDB_NOTNULL);
    $seal->add_field('signature', XMLDB_TYPE_TEXT, null, null, XMLDB_NOTNULL);
    $seal->add_field('keyid', XMLDB_TYPE_CHAR, '64', null, XMLDB_NOTNULL);
    $seal->add_field('timecreated', XMLDB_TYPE_INTEGER, '10', null, XMLDB_NOTNULL);
    $seal->add_field('timeannounced', XMLDB_TYPE_INTEGER, '10');
    $seal->add_field('timeanchored', XMLDB_TYPE_INTEGER, '10');
    $seal->add_field('anchorkeyid', XMLDB_TYPE_CHAR, '64');
    $seal->add_field('anchorsignature', XMLDB_TYPE_TEXT);
    $seal->add_key('primary', XMLDB_KEY_PRIMARY, ['id']);
    $seal->add_index('sealnumber', XMLDB_INDEX_UNIQUE, ['sealnumber']);
    $seal->add_index('chainlength', XMLDB_INDEX_NOTUNIQUE, ['chainlength']);
    $seal->add_index('timecreated', XMLDB_INDEX_NOTUNIQUE, ['timecreated']);
    return $seal;
}

/**
 * Add the tables of the webhook.
 */
function local_mcpgate_upgrade_add_webhook_tables(): void {
    $webhook = new xmldb_table('local_mcpgate_webhook');
    $webhook->add_field('id', XMLDB_TYPE_INTEGER, '10', null, XMLDB_NOTNULL, XMLDB_SEQUENCE);
    $webhook->add_field('url', XMLDB_TYPE_TEXT, null, null, XMLDB_NOTNULL);
    $webhook->add_field('events', XMLDB_TYPE_TEXT, null, null, XMLDB_NOTNULL);
    $webhook->add_field('secret', XMLDB_TYPE_TEXT, null, null, XMLDB_NOTNULL);
    $webhook->add_field('oldsecret', XMLDB_TYPE_TEXT);
    $webhook->add_field('timeoldsecret', XMLDB_TYPE_INTEGER, '10');
    $webhook->add_field('allowprivate', XMLDB_TYPE_INTEGER, '1', null, XMLDB_NOTNULL, null, '0');
    $webhook->add_field('status', XMLDB_TYPE_CHAR, '20', null, XMLDB_NOTNULL, null, 'active');
    $webhook->add_field('dropped', XMLDB_TYPE_INTEGER, '10', null, XMLDB_NOTNULL, null, '0');
    $webhook->add_field('timefull', XMLDB_TYPE_INTEGER, '10');
    $webhook->add_field('deliveryid', XMLDB_TYPE_INTEGER, '10');
    $webhook->add_field('lease', XMLDB_TYPE_CHAR, '64');
    $webhook->add_field('leaseexpires', XMLDB_TYPE_INTEGER, '10');
    $webhook->add_field('timedelivered', XMLDB_TYPE_INTEGER, '10');
    $webhook->add_field('timefailing', XMLDB_TYPE_INTEGER, '10');
    $webhook->add_field('laststatus', XMLDB_TYPE_INTEGER, '10');
    $webhook->add_field('lasterror', XMLDB_TYPE_CHAR, '100');
    $webhook->add_field('timecreated', XMLDB_TYPE_INTEGER, '10', null, XMLDB_NOTNULL);
    $webhook->add_field('timemodified', XMLDB_TYPE_INTEGER, '10', null, XMLDB_NOTNULL);
    $webhook->add_key('primary', XMLDB_KEY_PRIMARY, ['id']);
    $webhook->add_index('status', XMLDB_INDEX_NOTUNIQUE, ['status']);
    local_mcpgate_upgrade_add_table($webhook);
    local_mcpgate_upgrade_add_table(local_mcpgate_upgrade_delivery_table());
}

/**
 * Describe the table of deliveries.
 *
 * @return xmldb_table
 */
function local_mcpgate_upgrade_delivery_table(): xmldb_table {
    $delivery = new xmldb_table('local_mcpgate_delivery');
    $delivery->add_field('id', XMLDB_TYPE_INTEGER, '10', null, XMLDB_NOTNULL, XMLDB_SEQUENCE);
    $delivery->add_field('webhookid', XMLDB_TYPE_INTEGER, '10', null, XMLDB_NOTNULL);
    $delivery->add_field('msgid', XMLDB_TYPE_CHAR, '40', null, XMLDB_NOTNULL);
    $delivery->add_field('eventtype', XMLDB_TYPE_CHAR, '40', null, XMLDB_NOTNULL);
    $delivery->add_field('slot', XMLDB_TYPE_CHAR, '40', null, XMLDB_NOTNULL);
    $delivery->add_field('facts', XMLDB_TYPE_TEXT, null, null, XMLDB_NOTNULL);
    $delivery->add_field('events', XMLDB_TYPE_INTEGER, '10', null, XMLDB_NOTNULL, null, '1');
    $delivery->add_field('body', XMLDB_TYPE_TEXT);
    $delivery->add_field('status', XMLDB_TYPE_CHAR, '20', null, XMLDB_NOTNULL, null, 'pending');
    $delivery->add_field('attempts', XMLDB_TYPE_INTEGER, '10', null, XMLDB_NOTNULL, null, '0');
    $delivery->add_field('timecreated', XMLDB_TYPE_INTEGER, '10', null, XMLDB_NOTNULL);
    $delivery->add_field('timedue', XMLDB_TYPE_INTEGER, '10', null, XMLDB_NOTNULL);
    $delivery->add_field('timenext', XMLDB_TYPE_INTEGER, '10', null, XMLDB_NOTNULL);
    $delivery->add_field('timefailing', XMLDB_TYPE_INTEGER, '10');
    $delivery->add_field('timesettled', XMLDB_TYPE_INTEGER, '10');
    $delivery->add_field('laststatus', XMLDB_TYPE_INTEGER, '10');
    $delivery->add_field('lasterror', XMLDB_TYPE_CHAR, '100');
    $delivery->add_key('primary', XMLDB_KEY_PRIMARY, ['id']);
    $delivery->add_key('webhookid', XMLDB_KEY_FOREIGN, ['webhookid'], 'local_mcpgate_webhook', ['id']);
    $delivery->add_index('msgid', XMLDB_INDEX_UNIQUE, ['msgid']);
    $delivery->add_index('webhookid-eventtype-slot', XMLDB_INDEX_UNIQUE, ['webhookid', 'eventtype', 'slot']);
    $delivery->add_index('webhookid-status-timedue', XMLDB_INDEX_NOTUNIQUE, ['webhookid', 'status', 'timedue']);
    $delivery->add_index('status-timesettled', XMLDB_INDEX_NOTUNIQUE, ['status', 'timesettled']);
    return $delivery;
}

/**
 * Add a table that is not there yet.
 *
 * @param xmldb_table $table
 */
function local_mcpgate_upgrade_add_table(xmldb_table $table): void {
    global $DB;
    $manager = $DB->get_manager();
    if (!$manager->table_exists($table)) {
        $manager->create_table($table);
    }
}
