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
 * Strings in English.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

defined('MOODLE_INTERNAL') || die();

$string['cli_unknownconnection'] = 'There is no connection with the id {$a}.';
$string['cli_unknownring'] = 'There are keys of the bridge ("bridge") and of the tokens ("tokens"), but none called "{$a}".';
$string['cli_unknownuser'] = 'There is no person with the username {$a}.';
$string['clientunnamed'] = 'A client without a name';
$string['connection_created'] = 'Allowed on';
$string['connection_expires'] = 'Ends on';
$string['connection_lastused'] = 'Last used';
$string['connection_mode'] = 'Permission';
$string['connection_revoke'] = 'Revoke';
$string['connection_revoked'] = 'The connection is revoked. The assistant can no longer use Moodle as you.';
$string['connection_revokequestion'] = 'Revoke the connection of "{$a}"? From this moment the assistant can no longer use Moodle as you. To let it in again, connect it anew.';
$string['connections'] = 'Connected assistants';
$string['connections_about'] = 'These AI assistants may use Moodle as you. They can do no more than you could do yourself, and every attempt is recorded.';
$string['connections_none'] = 'You have not connected an assistant.';
$string['connectionunknown'] = 'You have no such connection.';
$string['consent_about'] = 'If you allow it, the assistant sees and does what you could see and do here, within the limits you choose below. What it reads leaves Moodle and goes to its provider. Every attempt is recorded.';
$string['consent_account'] = 'Your account';
$string['consent_allow'] = 'Allow';
$string['consent_choose'] = 'Choose one of the options.';
$string['consent_client'] = 'Assistant';
$string['consent_deny'] = 'Do not allow';
$string['consent_lifetime'] = 'For how long';
$string['consent_local'] = 'You will be sent to a program on your own device. Any program there could pretend to be this assistant. Go on only if you have just started connecting it yourself.';
$string['consent_mode'] = 'The assistant may';
$string['consent_question'] = 'Let "{$a}" use Moodle as you?';
$string['consent_read'] = 'Only read what you can see';
$string['consent_readonlysite'] = 'The assistant also asked to change things. This site lets assistants read only.';
$string['consent_redirect'] = 'Then you go to';
$string['consent_revoke'] = 'You can take this back at any time:';
$string['consent_title'] = 'Connect an assistant';
$string['consent_unverified'] = 'not verified';
$string['consent_unverified_help'] = 'The assistant chose its name itself and nobody has checked it. Go on only if you have just started connecting it yourself, and you know the address you will be sent to.';
$string['consent_write'] = 'Read, and change what you can change';
$string['courserefused'] = 'This connection is limited to other courses.';
$string['event_auth_failed'] = 'Assistant not let in';
$string['event_call_denied'] = 'Assistant call refused';
$string['event_call_failed'] = 'Assistant call failed';
$string['event_connection_authorised'] = 'Assistant connected';
$string['event_connection_revoked'] = 'Assistant connection revoked';
$string['event_function_called'] = 'Function called by an assistant';
$string['event_rate_limited'] = 'Assistant slowed down';
$string['filenotwritten'] = 'The file {$a} could not be written. Check that its directory exists and that this account may write there.';
$string['keysmissing'] = 'The keys of Moodle MCP are missing or cannot be decrypted on this server. Make new ones with: php local/mcpgate/cli/sidecar.php --rotate=bridge --drop-old=bridge, and the same with "tokens".';
$string['lifetimeinvalid'] = 'Choose between {$a->min} and {$a->max}.';
$string['mcpgate:connect'] = 'Connect an AI assistant that acts as oneself';
$string['mcpgate:manage'] = 'Manage AI assistants on this site';
$string['mcpgate:viewaudit'] = 'See the record of what AI assistants did';
$string['mode_read'] = 'Read only';
$string['mode_write'] = 'Read and write';
$string['pluginname'] = 'Moodle MCP';
$string['privacy:metadata:addresses'] = 'The network addresses from which the assistant may come';
$string['privacy:metadata:aiclient'] = 'An assistant that a person connected receives what it asks for in their name, as far as the person could see it.';
$string['privacy:metadata:aiclient:results'] = 'The answers of the functions that the assistant called';
$string['privacy:metadata:argumentdigest'] = 'A digest of what the function was to be called with';
$string['privacy:metadata:argumentkeys'] = 'The names of the arguments of the call, never their values';
$string['privacy:metadata:client'] = 'The name of the assistant';
$string['privacy:metadata:clientip'] = 'The network address from which the assistant or the person came';
$string['privacy:metadata:courseid'] = 'The course that the call was about';
$string['privacy:metadata:courses'] = 'The courses that the assistant is limited to';
$string['privacy:metadata:decidedby'] = 'Who approved or refused the call';
$string['privacy:metadata:functionname'] = 'The function that was called';
$string['privacy:metadata:functionpatterns'] = 'The functions that the assistant is limited to';
$string['privacy:metadata:lastip'] = 'The network address from which the assistant came last';
$string['privacy:metadata:outcome'] = 'How the attempt ended';
$string['privacy:metadata:revokedby'] = 'Who revoked the connection';
$string['privacy:metadata:revokereason'] = 'Why the connection was revoked';
$string['privacy:metadata:scopes'] = 'Whether the assistant may read only, or write too';
$string['privacy:metadata:status'] = 'What was decided';
$string['privacy:metadata:table:approval'] = 'Calls that wait for a person to approve them';
$string['privacy:metadata:table:audit'] = 'The record of all attempts of assistants. When a person is erased, their rows stay without account, network address and user agent, so that the record remains complete.';
$string['privacy:metadata:table:connection'] = 'What people allowed their assistants';
$string['privacy:metadata:table:function'] = 'Functions that an administrator listed or classified';
$string['privacy:metadata:table:request'] = 'Requests of assistants to be connected';
$string['privacy:metadata:table:token'] = 'Tokens of the connections, kept as keyed hashes';
$string['privacy:metadata:timecreated'] = 'When it began';
$string['privacy:metadata:timeexpires'] = 'When it ends';
$string['privacy:metadata:timelastused'] = 'When the assistant last used it';
$string['privacy:metadata:timemodified'] = 'When it was last changed';
$string['privacy:metadata:timerevoked'] = 'When the connection was revoked';
$string['privacy:metadata:tokenhash'] = 'A keyed hash of the token; the token itself is not kept';
$string['privacy:metadata:tool'] = 'The tool that the assistant used';
$string['privacy:metadata:useragent'] = 'What the assistant said of its own program';
$string['privacy:metadata:userid'] = 'The person in whose name the assistant acts';
$string['privacy:metadata:usermodified'] = 'The administrator who made the change';
$string['privacy:path:approvals'] = 'Approvals';
$string['privacy:path:connections'] = 'Connections';
$string['privacy:path:decisions'] = 'Decisions on approvals';
$string['privacy:path:functions'] = 'Functions listed';
$string['privacy:path:record'] = 'Record of attempts';
$string['privacy:path:requests'] = 'Requests to connect';
$string['privacy:path:revocations'] = 'Connections revoked';
$string['privacy:path:tokens'] = 'Tokens';
$string['publicurlinvalid'] = 'Give an address like https://moodle.example.edu/mcp: https (http only on this machine itself), host name in lower case, no port 443, and /mcp at the end.';
$string['publicurlmissing'] = 'The public address of the MCP endpoint is not set, or not a safe one. Set it under Site administration > Plugins > Local plugins > Moodle MCP > Settings.';
$string['refusal'] = 'The assistant cannot be connected';
$string['refusal_capability_missing'] = 'Your account may not connect assistants to this site. Ask your administrator if you need it.';
$string['refusal_code'] = 'If you ask for help, give this code:';
$string['refusal_logged_in_as'] = 'You are signed in as somebody else. Nobody may connect an assistant for another person.';
$string['refusal_mcp_disabled'] = 'Assistants are switched off on this site at the moment.';
$string['refusal_other'] = 'This account cannot connect assistants. Ask your administrator for help.';
$string['refusal_password_expired'] = 'Your password has expired. Change it, then connect your assistant again.';
$string['refusal_request_expired'] = 'This took too long. Go back to your assistant and connect it again.';
$string['refusal_request_spent'] = 'You have already answered this. If your assistant is not connected, go back to it and connect it again.';
$string['refusal_request_unknown'] = 'There is nothing to decide here. Go back to your assistant and connect it again.';
$string['refusal_sesskey_invalid'] = 'Your answer did not come from the page you were shown, or you signed in again in between. Go back to your assistant and connect it again.';
$string['refusal_site_admin_refused'] = 'Site administrators may not connect assistants to this site. Use an account with fewer rights.';
$string['refusal_user_auth_disabled'] = 'The way this account signs in is switched off. Ask your administrator for help.';
$string['refusal_user_deleted'] = 'This account was deleted.';
$string['refusal_user_guest'] = 'Guests cannot connect assistants. Log in with your own account.';
$string['refusal_user_remote'] = 'Your account belongs to another site. Connect your assistant there.';
$string['refusal_user_suspended'] = 'This account is suspended. Ask your administrator for help.';
$string['refusal_user_unconfirmed'] = 'This account has not been confirmed yet. Follow the link in the message you were sent, then connect your assistant again.';
$string['setting_accesstokenttl'] = 'Access tokens live for';
$string['setting_accesstokenttl_desc'] = 'How long an assistant can go on before it has to renew its access. It does so by itself.';
$string['setting_allowsiteadmins'] = 'Site administrators may connect';
$string['setting_allowsiteadmins_desc'] = 'An assistant of a site administrator can do everything on this site. Leave this off and use accounts with fewer rights.';
$string['setting_enabled'] = 'Assistants may use this site';
$string['setting_enabled_desc'] = 'Switch this off to stop every assistant at once. Connections are kept.';
$string['setting_publicurl'] = 'Public address';
$string['setting_publicurl_desc'] = 'The address people give to their assistants. The web server passes it on to the sidecar. It ends in /mcp and starts with https, for example https://moodle.example.edu/mcp.';
$string['setting_refreshtokenttl'] = 'Unused connections end after';
$string['setting_refreshtokenttl_desc'] = 'An assistant that does not come back for this long has to be connected again.';
$string['setting_registration'] = 'Assistants may register themselves';
$string['setting_registration_desc'] = 'Assistants make themselves known to the site this way before a person connects them. Without it, only those can be connected that the site knows already.';
$string['setting_sitemode'] = 'What assistants may do';
$string['setting_sitemode_desc'] = 'With "Read only" no assistant can change anything, whatever people allow it.';
$string['settings'] = 'Settings';
$string['sidecar'] = 'Sidecar configuration';
$string['sidecar_about'] = 'The sidecar is the program that assistants talk to. It runs on your server, next to Moodle, and needs a configuration file with the addresses of this site and the keys that it shares with it.';
$string['sidecar_download'] = 'Download the configuration file';
$string['sidecar_secret'] = 'The file holds keys. Keep it where only the sidecar can read it, and delete other copies.';
$string['sidecar_shell'] = 'If you have a shell on this server, let Moodle write it:';
$string['status_active'] = 'Active';
$string['status_expired'] = 'Ended';
$string['status_revoked'] = 'Revoked';
$string['task_cleanup'] = 'Forget expired requests, tokens and clients of assistants';
$string['task_finish_overdue_records'] = 'Close records of assistant calls that never came back';
