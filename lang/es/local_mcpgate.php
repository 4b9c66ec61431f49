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
 * Strings in Spanish.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

defined('MOODLE_INTERNAL') || die();

$string['cli_unknownconnection'] = 'No existe ninguna conexión con el identificador {$a}.';
$string['cli_unknownring'] = 'Existen las claves del puente ("bridge") y las de los tokens ("tokens"), pero ninguna llamada "{$a}".';
$string['cli_unknownuser'] = 'No existe ningún usuario con el nombre de usuario {$a}.';
$string['clientunnamed'] = 'Un cliente sin nombre';
$string['connection_created'] = 'Autorizada el';
$string['connection_expires'] = 'Caduca el';
$string['connection_lastused'] = 'Último uso';
$string['connection_mode'] = 'Permisos';
$string['connection_revoke'] = 'Revocar';
$string['connection_revoked'] = 'La conexión se ha revocado. El asistente ya no puede usar Moodle como si fuera usted.';
$string['connection_revokequestion'] = '¿Revocar la conexión de «{$a}»? El asistente dejará de inmediato de poder usar Moodle como si fuera usted. Para volver a darle acceso, tendrá que conectarlo de nuevo.';
$string['connections'] = 'Asistentes conectados';
$string['connections_about'] = 'Estos asistentes de IA pueden usar Moodle como si fueran usted. No pueden hacer nada que usted no pueda hacer, y cada intento queda registrado.';
$string['connections_none'] = 'No ha conectado ningún asistente.';
$string['connectionunknown'] = 'Esa conexión no figura entre las suyas.';
$string['consent_about'] = 'Si lo permite, el asistente verá y hará aquí lo mismo que usted podría ver y hacer, dentro de los límites que elija a continuación. Lo que lea saldrá de Moodle y llegará al proveedor del asistente. Cada intento queda registrado.';
$string['consent_account'] = 'Su cuenta';
$string['consent_allow'] = 'Permitir';
$string['consent_choose'] = 'Elija una de las opciones.';
$string['consent_client'] = 'Asistente';
$string['consent_deny'] = 'No permitir';
$string['consent_lifetime'] = 'Durante cuánto tiempo';
$string['consent_local'] = 'Se le enviará a un programa de su propio dispositivo. Cualquier programa instalado en él podría hacerse pasar por este asistente. Continúe solo si ha sido usted quien acaba de iniciar la conexión.';
$string['consent_mode'] = 'El asistente podrá';
$string['consent_question'] = '¿Permitir que «{$a}» use Moodle como si fuera usted?';
$string['consent_read'] = 'Solo leer lo que usted puede ver';
$string['consent_readonlysite'] = 'El asistente también ha solicitado poder hacer cambios. En este sitio, los asistentes solo pueden leer.';
$string['consent_redirect'] = 'Después se le enviará a';
$string['consent_revoke'] = 'Puede retirar este permiso en cualquier momento:';
$string['consent_title'] = 'Conectar un asistente';
$string['consent_unverified'] = 'sin verificar';
$string['consent_unverified_help'] = 'El asistente ha elegido su propio nombre y nadie lo ha comprobado. Continúe solo si ha sido usted quien acaba de iniciar la conexión y si conoce la dirección a la que se le enviará.';
$string['consent_write'] = 'Leer, y modificar lo que usted puede modificar';
$string['courserefused'] = 'Esta conexión está limitada a otros cursos.';
$string['event_auth_failed'] = 'Acceso de un asistente denegado';
$string['event_call_denied'] = 'Llamada de un asistente rechazada';
$string['event_call_failed'] = 'Llamada de un asistente fallida';
$string['event_connection_authorised'] = 'Asistente conectado';
$string['event_connection_revoked'] = 'Conexión de un asistente revocada';
$string['event_function_called'] = 'Función llamada por un asistente';
$string['event_rate_limited'] = 'Asistente limitado por exceso de solicitudes';
$string['filenotwritten'] = 'No se pudo escribir el archivo {$a}. Compruebe que su directorio existe y que esta cuenta tiene permiso para escribir en él.';
$string['keysmissing'] = 'Las claves de Moodle MCP faltan o no se pueden descifrar en este servidor. Cree otras nuevas con: php local/mcpgate/cli/sidecar.php --rotate=bridge --drop-old=bridge, y haga lo mismo con "tokens".';
$string['lifetimeinvalid'] = 'Elija una duración entre {$a->min} y {$a->max}.';
$string['mcpgate:connect'] = 'Conectar un asistente de IA que actúe en nombre del propio usuario';
$string['mcpgate:manage'] = 'Gestionar los asistentes de IA de este sitio';
$string['mcpgate:viewaudit'] = 'Ver el registro de lo que han hecho los asistentes de IA';
$string['mode_read'] = 'Solo lectura';
$string['mode_write'] = 'Lectura y escritura';
$string['pluginname'] = 'Moodle MCP';
$string['privacy:metadata:addresses'] = 'Las direcciones IP desde las que puede conectarse el asistente';
$string['privacy:metadata:aiclient'] = 'El asistente que un usuario ha conectado recibe lo que solicita en nombre de este, en la medida en que el usuario pueda verlo.';
$string['privacy:metadata:aiclient:results'] = 'Las respuestas de las funciones que ha llamado el asistente';
$string['privacy:metadata:argumentdigest'] = 'Un resumen criptográfico de los argumentos con los que debía llamarse la función';
$string['privacy:metadata:argumentkeys'] = 'Los nombres de los argumentos de la llamada, nunca sus valores';
$string['privacy:metadata:client'] = 'El nombre del asistente';
$string['privacy:metadata:clientip'] = 'La dirección IP desde la que se conectó el asistente o el usuario';
$string['privacy:metadata:courseid'] = 'El curso al que se refería la llamada';
$string['privacy:metadata:courses'] = 'Los cursos a los que está limitado el asistente';
$string['privacy:metadata:decidedby'] = 'Quién aprobó o rechazó la llamada';
$string['privacy:metadata:functionname'] = 'La función que se llamó';
$string['privacy:metadata:functionpatterns'] = 'Las funciones a las que está limitado el asistente';
$string['privacy:metadata:lastip'] = 'La última dirección IP desde la que se conectó el asistente';
$string['privacy:metadata:outcome'] = 'Cómo terminó el intento';
$string['privacy:metadata:revokedby'] = 'Quién revocó la conexión';
$string['privacy:metadata:revokereason'] = 'Por qué se revocó la conexión';
$string['privacy:metadata:scopes'] = 'Si el asistente solo puede leer o también escribir';
$string['privacy:metadata:status'] = 'Qué se decidió';
$string['privacy:metadata:table:approval'] = 'Llamadas pendientes de que una persona las apruebe';
$string['privacy:metadata:table:audit'] = 'El registro de todos los intentos de los asistentes. Cuando se borran los datos de un usuario, sus entradas se conservan sin la cuenta, la dirección IP ni el agente de usuario, para que el registro siga completo.';
$string['privacy:metadata:table:connection'] = 'Los permisos que los usuarios han concedido a sus asistentes';
$string['privacy:metadata:table:function'] = 'Funciones que un administrador ha incluido en la lista o clasificado';
$string['privacy:metadata:table:request'] = 'Solicitudes de conexión de los asistentes';
$string['privacy:metadata:table:token'] = 'Tokens de las conexiones, guardados como hashes con clave';
$string['privacy:metadata:timecreated'] = 'Cuándo comenzó';
$string['privacy:metadata:timeexpires'] = 'Cuándo caduca';
$string['privacy:metadata:timelastused'] = 'Cuándo lo usó el asistente por última vez';
$string['privacy:metadata:timemodified'] = 'Cuándo se modificó por última vez';
$string['privacy:metadata:timerevoked'] = 'Cuándo se revocó la conexión';
$string['privacy:metadata:tokenhash'] = 'Un hash con clave del token; el token en sí no se guarda';
$string['privacy:metadata:tool'] = 'La herramienta que usó el asistente';
$string['privacy:metadata:useragent'] = 'Lo que el asistente ha declarado sobre su propio programa';
$string['privacy:metadata:userid'] = 'La persona en cuyo nombre actúa el asistente';
$string['privacy:metadata:usermodified'] = 'El administrador que hizo el cambio';
$string['privacy:path:approvals'] = 'Aprobaciones';
$string['privacy:path:connections'] = 'Conexiones';
$string['privacy:path:decisions'] = 'Decisiones sobre aprobaciones';
$string['privacy:path:functions'] = 'Funciones de la lista';
$string['privacy:path:record'] = 'Registro de intentos';
$string['privacy:path:requests'] = 'Solicitudes de conexión';
$string['privacy:path:revocations'] = 'Conexiones revocadas';
$string['privacy:path:tokens'] = 'Tokens';
$string['publicurlinvalid'] = 'Indique una dirección como https://moodle.example.edu/mcp: https (http solo en este mismo equipo), nombre del servidor en minúsculas, sin el puerto 443 y con /mcp al final.';
$string['publicurlmissing'] = 'La dirección pública del punto de acceso MCP no está definida o no es segura. Defínala en Administración del sitio > Extensiones > Extensiones locales > Moodle MCP > Configuración.';
$string['refusal'] = 'No se puede conectar el asistente';
$string['refusal_capability_missing'] = 'Su cuenta no tiene permiso para conectar asistentes a este sitio. Si lo necesita, diríjase a su administrador.';
$string['refusal_code'] = 'Si solicita ayuda, indique este código:';
$string['refusal_logged_in_as'] = 'Ha entrado como otro usuario. Nadie puede conectar un asistente en nombre de otra persona.';
$string['refusal_mcp_disabled'] = 'Los asistentes están desactivados en este sitio en este momento.';
$string['refusal_other'] = 'Esta cuenta no puede conectar asistentes. Pida ayuda a su administrador.';
$string['refusal_password_expired'] = 'Su contraseña ha caducado. Cámbiela y vuelva a conectar su asistente.';
$string['refusal_request_expired'] = 'Ha pasado demasiado tiempo. Vuelva a su asistente y conéctelo de nuevo.';
$string['refusal_request_spent'] = 'Ya ha respondido a esta solicitud. Si su asistente no está conectado, vuelva a él y conéctelo de nuevo.';
$string['refusal_request_unknown'] = 'Aquí no hay nada que decidir. Vuelva a su asistente y conéctelo de nuevo.';
$string['refusal_sesskey_invalid'] = 'Su respuesta no procede de la página que se le mostró, o bien inició sesión de nuevo entretanto. Vuelva a su asistente y conéctelo de nuevo.';
$string['refusal_site_admin_refused'] = 'Los administradores del sitio no pueden conectar asistentes a este sitio. Use una cuenta con menos permisos.';
$string['refusal_user_auth_disabled'] = 'El método de identificación de esta cuenta está desactivado. Pida ayuda a su administrador.';
$string['refusal_user_deleted'] = 'Esta cuenta se ha eliminado.';
$string['refusal_user_guest'] = 'Los invitados no pueden conectar asistentes. Inicie sesión con su propia cuenta.';
$string['refusal_user_remote'] = 'Su cuenta pertenece a otro sitio. Conecte allí su asistente.';
$string['refusal_user_suspended'] = 'Esta cuenta está suspendida. Pida ayuda a su administrador.';
$string['refusal_user_unconfirmed'] = 'Esta cuenta aún no se ha confirmado. Siga el enlace del mensaje que se le envió y vuelva a conectar su asistente.';
$string['setting_accesstokenttl'] = 'Duración de los tokens de acceso';
$string['setting_accesstokenttl_desc'] = 'Cuánto tiempo puede continuar un asistente antes de tener que renovar su acceso. Lo hace por sí solo.';
$string['setting_allowsiteadmins'] = 'Permitir que los administradores del sitio conecten asistentes';
$string['setting_allowsiteadmins_desc'] = 'El asistente de un administrador del sitio puede hacer cualquier cosa en este sitio. Deje esta opción desactivada y use cuentas con menos permisos.';
$string['setting_enabled'] = 'Permitir que los asistentes usen este sitio';
$string['setting_enabled_desc'] = 'Desactive esta opción para detener de inmediato a todos los asistentes. Las conexiones se conservan.';
$string['setting_publicurl'] = 'Dirección pública';
$string['setting_publicurl_desc'] = 'La dirección que los usuarios indican a sus asistentes. El servidor web reenvía al sidecar lo que llega a ella. Termina en /mcp y empieza por https; por ejemplo, https://moodle.example.edu/mcp.';
$string['setting_refreshtokenttl'] = 'Las conexiones sin uso caducan tras';
$string['setting_refreshtokenttl_desc'] = 'Un asistente que no se use durante este tiempo se tendrá que conectar de nuevo.';
$string['setting_registration'] = 'Permitir que los asistentes se registren por sí mismos';
$string['setting_registration_desc'] = 'Así se dan a conocer los asistentes al sitio antes de que un usuario los conecte. Sin esta opción, solo se pueden conectar los que el sitio ya conoce.';
$string['setting_sitemode'] = 'Qué pueden hacer los asistentes';
$string['setting_sitemode_desc'] = 'Con "Solo lectura" ningún asistente puede modificar nada, aunque los usuarios se lo permitan.';
$string['settings'] = 'Configuración';
$string['sidecar'] = 'Configuración del sidecar';
$string['sidecar_about'] = 'El sidecar es el programa con el que se comunican los asistentes. Se ejecuta en su servidor, junto a Moodle, y necesita un archivo de configuración con las direcciones de este sitio y las claves que comparte con él.';
$string['sidecar_download'] = 'Descargar el archivo de configuración';
$string['sidecar_secret'] = 'El archivo contiene claves. Guárdelo donde solo el sidecar pueda leerlo y elimine las demás copias.';
$string['sidecar_shell'] = 'Si tiene acceso a la línea de comandos de este servidor, deje que Moodle escriba el archivo:';
$string['status_active'] = 'Activa';
$string['status_expired'] = 'Caducada';
$string['status_revoked'] = 'Revocada';
$string['task_cleanup'] = 'Eliminar solicitudes, tokens y clientes de asistentes que hayan caducado';
$string['task_finish_overdue_records'] = 'Cerrar los registros de llamadas de asistentes que quedaron sin respuesta';
