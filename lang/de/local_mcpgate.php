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
 * Strings in German.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

defined('MOODLE_INTERNAL') || die();

$string['cli_unknownconnection'] = 'Es gibt keine Verbindung mit der ID {$a}.';
$string['cli_unknownring'] = 'Es gibt Schlüssel für die Bridge („bridge“) und für die Token („tokens“), aber keine namens „{$a}“.';
$string['cli_unknownuser'] = 'Es gibt kein Nutzerkonto mit dem Anmeldenamen {$a}.';
$string['clientunnamed'] = 'Assistent ohne Namen';
$string['connection_created'] = 'Erlaubt am';
$string['connection_expires'] = 'Endet am';
$string['connection_lastused'] = 'Zuletzt verwendet';
$string['connection_mode'] = 'Berechtigung';
$string['connection_revoke'] = 'Widerrufen';
$string['connection_revoked'] = 'Die Verbindung wurde widerrufen. Der Assistent kann Moodle nicht mehr in Ihrem Namen nutzen.';
$string['connection_revokequestion'] = 'Möchten Sie die Verbindung mit „{$a}“ widerrufen? Der Assistent kann Moodle dann ab sofort nicht mehr in Ihrem Namen nutzen. Wenn Sie ihn wieder zulassen möchten, müssen Sie ihn neu verbinden.';
$string['connections'] = 'Verbundene Assistenten';
$string['connections_about'] = 'Diese KI-Assistenten dürfen Moodle in Ihrem Namen nutzen. Kein Assistent kann mehr tun als Sie selbst, und jeder Versuch wird protokolliert.';
$string['connections_none'] = 'Sie haben keinen Assistenten verbunden.';
$string['connectionunknown'] = 'Diese Verbindung gibt es bei Ihnen nicht.';
$string['consent_about'] = 'Wenn Sie zustimmen, sieht und tut der Assistent, was Sie selbst hier sehen und tun können, und zwar in den Grenzen, die Sie unten festlegen. Was er liest, verlässt Moodle und geht an seinen Anbieter. Jeder Versuch wird protokolliert.';
$string['consent_account'] = 'Ihr Nutzerkonto';
$string['consent_allow'] = 'Erlauben';
$string['consent_choose'] = 'Wählen Sie eine der Möglichkeiten.';
$string['consent_client'] = 'Assistent';
$string['consent_deny'] = 'Nicht erlauben';
$string['consent_lifetime'] = 'Für wie lange';
$string['consent_local'] = 'Sie werden zu einem Programm auf Ihrem eigenen Gerät weitergeleitet. Jedes Programm auf dem Gerät könnte sich als dieser Assistent ausgeben. Fahren Sie nur fort, wenn Sie gerade selbst damit begonnen haben, ihn zu verbinden.';
$string['consent_mode'] = 'Der Assistent darf';
$string['consent_question'] = 'Darf „{$a}“ Moodle in Ihrem Namen nutzen?';
$string['consent_read'] = 'Nur lesen, was Sie sehen können';
$string['consent_readonlysite'] = 'Der Assistent wollte auch Änderungen vornehmen. Auf dieser Website dürfen Assistenten nur lesen.';
$string['consent_redirect'] = 'Danach gelangen Sie zu';
$string['consent_revoke'] = 'Sie können Ihre Zustimmung jederzeit zurücknehmen:';
$string['consent_title'] = 'Assistenten verbinden';
$string['consent_unverified'] = 'nicht überprüft';
$string['consent_unverified_help'] = 'Der Assistent hat seinen Namen selbst gewählt, und niemand hat ihn überprüft. Fahren Sie nur fort, wenn Sie gerade selbst damit begonnen haben, ihn zu verbinden, und wenn Sie die Adresse kennen, zu der Sie weitergeleitet werden.';
$string['consent_write'] = 'Lesen und außerdem ändern, was Sie ändern können';
$string['courserefused'] = 'Diese Verbindung ist auf andere Kurse beschränkt.';
$string['event_auth_failed'] = 'Assistent nicht zugelassen';
$string['event_call_denied'] = 'Aufruf eines Assistenten abgelehnt';
$string['event_call_failed'] = 'Aufruf eines Assistenten fehlgeschlagen';
$string['event_connection_authorised'] = 'Assistent verbunden';
$string['event_connection_revoked'] = 'Verbindung eines Assistenten widerrufen';
$string['event_function_called'] = 'Funktion von einem Assistenten aufgerufen';
$string['event_rate_limited'] = 'Assistent gedrosselt';
$string['filenotwritten'] = 'Die Datei {$a} konnte nicht geschrieben werden. Prüfen Sie, ob das Verzeichnis existiert und ob das verwendete Systemkonto dort schreiben darf.';
$string['keysmissing'] = 'Die Schlüssel von Moodle MCP fehlen oder lassen sich auf diesem Server nicht entschlüsseln. Erzeugen Sie neue mit: php local/mcpgate/cli/sidecar.php --rotate=bridge --drop-old=bridge, und ebenso mit „tokens“.';
$string['lifetimeinvalid'] = 'Wählen Sie einen Wert zwischen {$a->min} und {$a->max}.';
$string['mcpgate:connect'] = 'KI-Assistenten verbinden, der im eigenen Namen handelt';
$string['mcpgate:manage'] = 'KI-Assistenten auf dieser Website verwalten';
$string['mcpgate:viewaudit'] = 'Protokoll der Aktionen von KI-Assistenten anzeigen';
$string['mode_read'] = 'Nur lesen';
$string['mode_write'] = 'Lesen und schreiben';
$string['pluginname'] = 'Moodle MCP';
$string['privacy:metadata:addresses'] = 'Netzwerkadressen, von denen aus der Assistent zugreifen darf';
$string['privacy:metadata:aiclient'] = 'Ein Assistent, den eine Person verbunden hat, erhält in ihrem Namen, was er anfragt, soweit die Person es selbst sehen kann.';
$string['privacy:metadata:aiclient:results'] = 'Ergebnisse der Funktionen, die der Assistent aufgerufen hat';
$string['privacy:metadata:argumentdigest'] = 'Hashwert der Argumente, mit denen die Funktion aufgerufen werden sollte';
$string['privacy:metadata:argumentkeys'] = 'Namen der Argumente des Aufrufs, niemals ihre Werte';
$string['privacy:metadata:client'] = 'Name des Assistenten';
$string['privacy:metadata:clientip'] = 'Netzwerkadresse, von der aus der Assistent oder die Person zugegriffen hat';
$string['privacy:metadata:courseid'] = 'Kurs, auf den sich der Aufruf bezog';
$string['privacy:metadata:courses'] = 'Kurse, auf die der Assistent beschränkt ist';
$string['privacy:metadata:decidedby'] = 'Person, die den Aufruf genehmigt oder abgelehnt hat';
$string['privacy:metadata:functionname'] = 'Aufgerufene Funktion';
$string['privacy:metadata:functionpatterns'] = 'Funktionen, auf die der Assistent beschränkt ist';
$string['privacy:metadata:lastip'] = 'Netzwerkadresse, von der aus der Assistent zuletzt zugegriffen hat';
$string['privacy:metadata:outcome'] = 'Ergebnis des Versuchs';
$string['privacy:metadata:revokedby'] = 'Person, die die Verbindung widerrufen hat';
$string['privacy:metadata:revokereason'] = 'Grund für den Widerruf der Verbindung';
$string['privacy:metadata:scopes'] = 'Angabe, ob der Assistent nur lesen oder auch schreiben darf';
$string['privacy:metadata:status'] = 'Getroffene Entscheidung';
$string['privacy:metadata:table:approval'] = 'Aufrufe, die auf die Genehmigung durch eine Person warten';
$string['privacy:metadata:table:audit'] = 'Protokoll aller Versuche von Assistenten. Wenn die Daten einer Person gelöscht werden, bleiben ihre Einträge ohne Nutzerkonto, Netzwerkadresse und User-Agent erhalten, damit das Protokoll vollständig bleibt.';
$string['privacy:metadata:table:connection'] = 'Was Personen ihren Assistenten erlaubt haben';
$string['privacy:metadata:table:function'] = 'Funktionen, die von der Administration aufgelistet oder eingestuft wurden';
$string['privacy:metadata:table:request'] = 'Anfragen von Assistenten, verbunden zu werden';
$string['privacy:metadata:table:token'] = 'Token der Verbindungen, gespeichert als mit einem Schlüssel gebildete Hashwerte';
$string['privacy:metadata:timecreated'] = 'Zeitpunkt des Beginns';
$string['privacy:metadata:timeexpires'] = 'Zeitpunkt des Ablaufs';
$string['privacy:metadata:timelastused'] = 'Zeitpunkt der letzten Verwendung durch den Assistenten';
$string['privacy:metadata:timemodified'] = 'Zeitpunkt der letzten Änderung';
$string['privacy:metadata:timerevoked'] = 'Zeitpunkt, zu dem die Verbindung widerrufen wurde';
$string['privacy:metadata:tokenhash'] = 'Mit einem Schlüssel gebildeter Hashwert des Tokens; das Token selbst wird nicht gespeichert';
$string['privacy:metadata:tool'] = 'Werkzeug, das der Assistent verwendet hat';
$string['privacy:metadata:useragent'] = 'Angaben des Assistenten über sein eigenes Programm';
$string['privacy:metadata:userid'] = 'Person, in deren Namen der Assistent handelt';
$string['privacy:metadata:usermodified'] = 'Person aus der Administration, die die Änderung vorgenommen hat';
$string['privacy:path:approvals'] = 'Genehmigungen';
$string['privacy:path:connections'] = 'Verbindungen';
$string['privacy:path:decisions'] = 'Entscheidungen über Genehmigungen';
$string['privacy:path:functions'] = 'Aufgelistete Funktionen';
$string['privacy:path:record'] = 'Protokoll der Versuche';
$string['privacy:path:requests'] = 'Verbindungsanfragen';
$string['privacy:path:revocations'] = 'Widerrufene Verbindungen';
$string['privacy:path:tokens'] = 'Token';
$string['publicurlinvalid'] = 'Geben Sie eine Adresse wie https://moodle.example.edu/mcp an: mit https (http nur auf diesem Rechner selbst), Hostname in Kleinbuchstaben, ohne Port 443 und mit /mcp am Ende.';
$string['publicurlmissing'] = 'Die öffentliche Adresse des MCP-Endpunkts ist nicht festgelegt oder nicht sicher. Legen Sie sie fest unter: Website-Administration > Plugins > Lokale Plugins > Moodle MCP > Einstellungen.';
$string['refusal'] = 'Der Assistent kann nicht verbunden werden';
$string['refusal_capability_missing'] = 'Ihr Nutzerkonto darf keine Assistenten mit dieser Website verbinden. Wenden Sie sich an Ihre Administration, wenn Sie dieses Recht benötigen.';
$string['refusal_code'] = 'Geben Sie diesen Code an, wenn Sie um Hilfe bitten:';
$string['refusal_logged_in_as'] = 'Sie sind gerade als eine andere Person angemeldet. Niemand darf einen Assistenten für andere verbinden.';
$string['refusal_mcp_disabled'] = 'Assistenten sind auf dieser Website momentan deaktiviert.';
$string['refusal_other'] = 'Dieses Nutzerkonto kann keine Assistenten verbinden. Bitten Sie Ihre Administration um Hilfe.';
$string['refusal_password_expired'] = 'Ihr Kennwort ist abgelaufen. Ändern Sie es und verbinden Sie danach Ihren Assistenten erneut.';
$string['refusal_request_expired'] = 'Das hat zu lange gedauert. Kehren Sie zu Ihrem Assistenten zurück und verbinden Sie ihn erneut.';
$string['refusal_request_spent'] = 'Diese Anfrage haben Sie bereits beantwortet. Wenn Ihr Assistent nicht verbunden ist, kehren Sie zu ihm zurück und verbinden Sie ihn erneut.';
$string['refusal_request_unknown'] = 'Hier gibt es nichts zu entscheiden. Kehren Sie zu Ihrem Assistenten zurück und verbinden Sie ihn erneut.';
$string['refusal_sesskey_invalid'] = 'Ihre Antwort kam nicht von der Seite, die Ihnen angezeigt wurde, oder Sie haben sich zwischenzeitlich neu angemeldet. Kehren Sie zu Ihrem Assistenten zurück und verbinden Sie ihn erneut.';
$string['refusal_site_admin_refused'] = 'Administrator/innen dürfen keine Assistenten mit dieser Website verbinden. Verwenden Sie ein Nutzerkonto mit weniger Rechten.';
$string['refusal_user_auth_disabled'] = 'Die Anmeldemethode dieses Nutzerkontos ist deaktiviert. Bitten Sie Ihre Administration um Hilfe.';
$string['refusal_user_deleted'] = 'Dieses Nutzerkonto wurde gelöscht.';
$string['refusal_user_guest'] = 'Gäste können keine Assistenten verbinden. Melden Sie sich mit Ihrem eigenen Nutzerkonto an.';
$string['refusal_user_remote'] = 'Ihr Nutzerkonto gehört zu einer anderen Website. Verbinden Sie Ihren Assistenten dort.';
$string['refusal_user_suspended'] = 'Dieses Nutzerkonto ist gesperrt. Bitten Sie Ihre Administration um Hilfe.';
$string['refusal_user_unconfirmed'] = 'Dieses Nutzerkonto wurde noch nicht bestätigt. Folgen Sie dem Link in der Nachricht, die Sie erhalten haben, und verbinden Sie danach Ihren Assistenten erneut.';
$string['setting_accesstokenttl'] = 'Gültigkeitsdauer von Zugriffstoken';
$string['setting_accesstokenttl_desc'] = 'Wie lange ein Assistent weiterarbeiten kann, bevor er seinen Zugriff erneuern muss. Das tut er von selbst.';
$string['setting_allowsiteadmins'] = 'Administrator/innen dürfen Assistenten verbinden';
$string['setting_allowsiteadmins_desc'] = 'Der Assistent einer Administratorin oder eines Administrators kann auf dieser Website alles tun. Lassen Sie diese Option deaktiviert und verwenden Sie Nutzerkonten mit weniger Rechten.';
$string['setting_enabled'] = 'Assistenten dürfen diese Website nutzen';
$string['setting_enabled_desc'] = 'Deaktivieren Sie diese Option, um alle Assistenten sofort anzuhalten. Die Verbindungen bleiben bestehen.';
$string['setting_publicurl'] = 'Öffentliche Adresse';
$string['setting_publicurl_desc'] = 'Die Adresse, die Nutzer/innen bei ihren Assistenten angeben. Der Webserver leitet die Anfragen an den Sidecar weiter. Die Adresse beginnt mit https und endet auf /mcp, zum Beispiel https://moodle.example.edu/mcp.';
$string['setting_refreshtokenttl'] = 'Ungenutzte Verbindungen enden nach';
$string['setting_refreshtokenttl_desc'] = 'Ein Assistent, der sich so lange nicht meldet, muss neu verbunden werden.';
$string['setting_registration'] = 'Assistenten dürfen sich selbst registrieren';
$string['setting_registration_desc'] = 'Auf diesem Weg machen sich Assistenten bei der Website bekannt, bevor eine Person sie verbindet. Ist die Option deaktiviert, lassen sich nur Assistenten verbinden, die der Website bereits bekannt sind.';
$string['setting_sitemode'] = 'Was Assistenten tun dürfen';
$string['setting_sitemode_desc'] = 'Mit „Nur lesen“ kann kein Assistent etwas ändern, ganz gleich, was ihm erlaubt wurde.';
$string['settings'] = 'Einstellungen';
$string['sidecar'] = 'Sidecar-Konfiguration';
$string['sidecar_about'] = 'Der Sidecar ist das Programm, mit dem die Assistenten kommunizieren. Er läuft auf Ihrem Server neben Moodle und benötigt eine Konfigurationsdatei mit den Adressen dieser Website und den Schlüsseln, die er mit ihr teilt.';
$string['sidecar_download'] = 'Konfigurationsdatei herunterladen';
$string['sidecar_secret'] = 'Die Datei enthält Schlüssel. Bewahren Sie sie dort auf, wo nur der Sidecar sie lesen kann, und löschen Sie andere Kopien.';
$string['sidecar_shell'] = 'Wenn Sie auf diesem Server Zugriff auf die Befehlszeile haben, lassen Sie Moodle die Datei schreiben:';
$string['status_active'] = 'Aktiv';
$string['status_expired'] = 'Abgelaufen';
$string['status_revoked'] = 'Widerrufen';
$string['task_cleanup'] = 'Abgelaufene Anfragen, Token und Clients von Assistenten löschen';
$string['task_finish_overdue_records'] = 'Protokolleinträge zu Aufrufen von Assistenten abschließen, die nie beantwortet wurden';
