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
 * Strings in French.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

defined('MOODLE_INTERNAL') || die();

$string['cli_unknownconnection'] = 'Aucune connexion ne porte l’identifiant {$a}.';
$string['cli_unknownring'] = 'Il existe des clés pour le pont (« bridge ») et pour les jetons (« tokens »), mais aucune ne s’appelle « {$a} ».';
$string['cli_unknownuser'] = 'Aucun utilisateur ne porte le nom d’utilisateur {$a}.';
$string['clientunnamed'] = 'Un client sans nom';
$string['connection_created'] = 'Autorisée le';
$string['connection_expires'] = 'Expire le';
$string['connection_lastused'] = 'Dernière utilisation';
$string['connection_mode'] = 'Autorisations';
$string['connection_revoke'] = 'Révoquer';
$string['connection_revoked'] = 'La connexion est révoquée. L’assistant ne peut plus utiliser Moodle en votre nom.';
$string['connection_revokequestion'] = 'Révoquer la connexion de « {$a} » ? L’assistant ne pourra plus, dès maintenant, utiliser Moodle en votre nom. Pour lui redonner accès, vous devrez le connecter à nouveau.';
$string['connections'] = 'Assistants connectés';
$string['connections_about'] = 'Ces assistants IA peuvent utiliser Moodle en votre nom. Ils ne peuvent rien faire de plus que ce que vous pourriez faire vous-même, et chaque tentative est consignée.';
$string['connections_none'] = 'Vous n’avez connecté aucun assistant.';
$string['connectionunknown'] = 'Cette connexion ne figure pas parmi les vôtres.';
$string['consent_about'] = 'Si vous l’autorisez, l’assistant voit et fait ici ce que vous pourriez y voir et y faire, dans les limites que vous choisissez ci-dessous. Ce qu’il lit quitte Moodle et est transmis à son fournisseur. Chaque tentative est consignée.';
$string['consent_account'] = 'Votre compte';
$string['consent_allow'] = 'Autoriser';
$string['consent_choose'] = 'Choisissez l’une des options.';
$string['consent_client'] = 'Assistant';
$string['consent_deny'] = 'Ne pas autoriser';
$string['consent_lifetime'] = 'Pour combien de temps';
$string['consent_local'] = 'Vous serez redirigé vers un programme de votre propre appareil. N’importe quel programme de cet appareil pourrait se faire passer pour cet assistant. Ne continuez que si vous venez vous-même de lancer la connexion.';
$string['consent_mode'] = 'L’assistant pourra';
$string['consent_question'] = 'Autoriser « {$a} » à utiliser Moodle en votre nom ?';
$string['consent_read'] = 'Uniquement lire ce que vous pouvez voir';
$string['consent_readonlysite'] = 'L’assistant a également demandé à pouvoir effectuer des modifications. Sur ce site, les assistants peuvent uniquement lire.';
$string['consent_redirect'] = 'Redirection vers';
$string['consent_revoke'] = 'Vous pouvez retirer cette autorisation à tout moment :';
$string['consent_title'] = 'Connecter un assistant';
$string['consent_unverified'] = 'non vérifié';
$string['consent_unverified_help'] = 'L’assistant a choisi lui-même son nom et personne ne l’a vérifié. Ne continuez que si vous venez vous-même de lancer la connexion et si vous connaissez l’adresse vers laquelle vous serez redirigé.';
$string['consent_write'] = 'Lire, et modifier ce que vous pouvez modifier';
$string['courserefused'] = 'Cette connexion est limitée à d’autres cours.';
$string['event_auth_failed'] = 'Accès refusé à un assistant';
$string['event_call_denied'] = 'Appel d’un assistant refusé';
$string['event_call_failed'] = 'Échec d’un appel d’assistant';
$string['event_connection_authorised'] = 'Assistant connecté';
$string['event_connection_revoked'] = 'Connexion d’un assistant révoquée';
$string['event_function_called'] = 'Fonction appelée par un assistant';
$string['event_rate_limited'] = 'Assistant ralenti (trop de requêtes)';
$string['filenotwritten'] = 'Le fichier {$a} n’a pas pu être écrit. Vérifiez que son dossier existe et que ce compte est autorisé à y écrire.';
$string['keysmissing'] = 'Les clés de Moodle MCP sont absentes ou ne peuvent pas être déchiffrées sur ce serveur. Créez-en de nouvelles avec : php local/mcpgate/cli/sidecar.php --rotate=bridge --drop-old=bridge, puis faites de même avec « tokens ».';
$string['lifetimeinvalid'] = 'Choisissez une durée comprise entre {$a->min} et {$a->max}.';
$string['mcpgate:connect'] = 'Connecter un assistant IA qui agit au nom de l’utilisateur lui-même';
$string['mcpgate:manage'] = 'Gérer les assistants IA de ce site';
$string['mcpgate:viewaudit'] = 'Consulter le journal des actions des assistants IA';
$string['mode_read'] = 'Lecture seule';
$string['mode_write'] = 'Lecture et écriture';
$string['pluginname'] = 'Moodle MCP';
$string['privacy:metadata:addresses'] = 'Les adresses IP depuis lesquelles l’assistant peut se connecter';
$string['privacy:metadata:aiclient'] = 'Un assistant connecté par un utilisateur reçoit ce qu’il demande au nom de celui-ci, dans la mesure où l’utilisateur pourrait le consulter lui-même.';
$string['privacy:metadata:aiclient:results'] = 'Les réponses des fonctions appelées par l’assistant';
$string['privacy:metadata:argumentdigest'] = 'Une empreinte des arguments avec lesquels la fonction devait être appelée';
$string['privacy:metadata:argumentkeys'] = 'Les noms des arguments de l’appel, jamais leurs valeurs';
$string['privacy:metadata:client'] = 'Le nom de l’assistant';
$string['privacy:metadata:clientip'] = 'L’adresse IP depuis laquelle l’assistant ou l’utilisateur s’est connecté';
$string['privacy:metadata:courseid'] = 'Le cours concerné par l’appel';
$string['privacy:metadata:courses'] = 'Les cours auxquels l’assistant est limité';
$string['privacy:metadata:decidedby'] = 'L’utilisateur qui a approuvé ou refusé l’appel';
$string['privacy:metadata:functionname'] = 'La fonction appelée';
$string['privacy:metadata:functionpatterns'] = 'Les fonctions auxquelles l’assistant est limité';
$string['privacy:metadata:lastip'] = 'La dernière adresse IP depuis laquelle l’assistant s’est connecté';
$string['privacy:metadata:outcome'] = 'L’issue de la tentative';
$string['privacy:metadata:revokedby'] = 'L’utilisateur qui a révoqué la connexion';
$string['privacy:metadata:revokereason'] = 'La raison de la révocation de la connexion';
$string['privacy:metadata:scopes'] = 'Indique si l’assistant peut uniquement lire, ou également écrire';
$string['privacy:metadata:status'] = 'La décision prise';
$string['privacy:metadata:table:approval'] = 'Appels en attente de l’approbation d’une personne';
$string['privacy:metadata:table:audit'] = 'Le journal de toutes les tentatives des assistants. Lorsque les données d’un utilisateur sont supprimées, ses entrées sont conservées sans le compte, l’adresse IP ni l’agent utilisateur, afin que le journal reste complet.';
$string['privacy:metadata:table:connection'] = 'Les autorisations que les utilisateurs ont accordées à leurs assistants';
$string['privacy:metadata:table:function'] = 'Fonctions qu’un administrateur a répertoriées ou classées';
$string['privacy:metadata:table:request'] = 'Demandes de connexion d’assistants';
$string['privacy:metadata:table:token'] = 'Jetons des connexions, conservés sous forme d’empreintes à clé';
$string['privacy:metadata:timecreated'] = 'La date et l’heure de début';
$string['privacy:metadata:timeexpires'] = 'La date et l’heure d’expiration';
$string['privacy:metadata:timelastused'] = 'La date et l’heure de la dernière utilisation par l’assistant';
$string['privacy:metadata:timemodified'] = 'La date et l’heure de la dernière modification';
$string['privacy:metadata:timerevoked'] = 'La date et l’heure de la révocation de la connexion';
$string['privacy:metadata:tokenhash'] = 'Une empreinte à clé du jeton ; le jeton lui-même n’est pas conservé';
$string['privacy:metadata:tool'] = 'L’outil utilisé par l’assistant';
$string['privacy:metadata:useragent'] = 'Ce que l’assistant a déclaré au sujet de son propre programme';
$string['privacy:metadata:userid'] = 'La personne au nom de laquelle l’assistant agit';
$string['privacy:metadata:usermodified'] = 'L’administrateur qui a effectué la modification';
$string['privacy:path:approvals'] = 'Approbations';
$string['privacy:path:connections'] = 'Connexions';
$string['privacy:path:decisions'] = 'Décisions d’approbation';
$string['privacy:path:functions'] = 'Fonctions répertoriées';
$string['privacy:path:record'] = 'Journal des tentatives';
$string['privacy:path:requests'] = 'Demandes de connexion';
$string['privacy:path:revocations'] = 'Connexions révoquées';
$string['privacy:path:tokens'] = 'Jetons';
$string['publicurlinvalid'] = 'Indiquez une adresse de la forme https://moodle.example.edu/mcp : https (http uniquement sur cette machine), nom d’hôte en minuscules, sans le port 443 et avec /mcp à la fin.';
$string['publicurlmissing'] = 'L’adresse publique du point d’accès MCP n’est pas définie ou n’est pas sûre. Définissez-la dans Administration du site > Plugins > Plugins locaux > Moodle MCP > Réglages.';
$string['refusal'] = 'L’assistant ne peut pas être connecté';
$string['refusal_capability_missing'] = 'Votre compte n’est pas autorisé à connecter des assistants à ce site. Si vous en avez besoin, adressez-vous à votre administrateur.';
$string['refusal_code'] = 'Si vous demandez de l’aide, indiquez ce code :';
$string['refusal_logged_in_as'] = 'Vous êtes connecté sous le nom d’un autre utilisateur. Personne ne peut connecter un assistant à la place d’autrui.';
$string['refusal_mcp_disabled'] = 'Les assistants sont actuellement désactivés sur ce site.';
$string['refusal_other'] = 'Ce compte ne peut pas connecter d’assistants. Demandez de l’aide à votre administrateur.';
$string['refusal_password_expired'] = 'Votre mot de passe a expiré. Changez-le, puis connectez à nouveau votre assistant.';
$string['refusal_request_expired'] = 'Trop de temps s’est écoulé. Retournez à votre assistant et connectez-le à nouveau.';
$string['refusal_request_spent'] = 'Vous avez déjà répondu à cette demande. Si votre assistant n’est pas connecté, retournez-y et connectez-le à nouveau.';
$string['refusal_request_unknown'] = 'Il n’y a rien à décider ici. Retournez à votre assistant et connectez-le à nouveau.';
$string['refusal_sesskey_invalid'] = 'Votre réponse ne provient pas de la page qui vous a été présentée, ou vous vous êtes reconnecté au site entretemps. Retournez à votre assistant et connectez-le à nouveau.';
$string['refusal_site_admin_refused'] = 'Les administrateurs du site ne sont pas autorisés à connecter des assistants à ce site. Utilisez un compte ayant moins de droits.';
$string['refusal_user_auth_disabled'] = 'La méthode d’authentification de ce compte est désactivée. Demandez de l’aide à votre administrateur.';
$string['refusal_user_deleted'] = 'Ce compte a été supprimé.';
$string['refusal_user_guest'] = 'Les visiteurs anonymes ne peuvent pas connecter d’assistants. Connectez-vous au site avec votre propre compte.';
$string['refusal_user_remote'] = 'Votre compte appartient à un autre site. Connectez-y votre assistant.';
$string['refusal_user_suspended'] = 'Ce compte est suspendu. Demandez de l’aide à votre administrateur.';
$string['refusal_user_unconfirmed'] = 'Ce compte n’a pas encore été confirmé. Suivez le lien contenu dans le message que vous avez reçu, puis connectez à nouveau votre assistant.';
$string['setting_accesstokenttl'] = 'Durée de vie des jetons d’accès';
$string['setting_accesstokenttl_desc'] = 'La durée pendant laquelle un assistant peut continuer avant de devoir renouveler son accès. Il le renouvelle de lui-même.';
$string['setting_allowsiteadmins'] = 'Autoriser les administrateurs du site à connecter des assistants';
$string['setting_allowsiteadmins_desc'] = 'L’assistant d’un administrateur du site peut tout faire sur ce site. Laissez cette option désactivée et utilisez des comptes ayant moins de droits.';
$string['setting_enabled'] = 'Autoriser les assistants à utiliser ce site';
$string['setting_enabled_desc'] = 'Désactivez cette option pour arrêter immédiatement tous les assistants. Les connexions sont conservées.';
$string['setting_publicurl'] = 'Adresse publique';
$string['setting_publicurl_desc'] = 'L’adresse que les utilisateurs indiquent à leurs assistants. Le serveur web transmet au sidecar les requêtes qui y arrivent. Elle se termine par /mcp et commence par https, par exemple https://moodle.example.edu/mcp.';
$string['setting_refreshtokenttl'] = 'Expiration des connexions inutilisées après';
$string['setting_refreshtokenttl_desc'] = 'Un assistant qui n’est pas revenu pendant cette durée doit être connecté à nouveau.';
$string['setting_registration'] = 'Autoriser les assistants à s’enregistrer eux-mêmes';
$string['setting_registration_desc'] = 'C’est ainsi que les assistants se font connaître du site avant qu’un utilisateur ne les connecte. Sans cette option, seuls les assistants que le site connaît déjà peuvent être connectés.';
$string['setting_sitemode'] = 'Ce que les assistants peuvent faire';
$string['setting_sitemode_desc'] = 'Avec « Lecture seule », aucun assistant ne peut modifier quoi que ce soit, même si les utilisateurs l’y autorisent.';
$string['settings'] = 'Réglages';
$string['sidecar'] = 'Configuration du sidecar';
$string['sidecar_about'] = 'Le sidecar est le programme auquel s’adressent les assistants. Il s’exécute sur votre serveur, à côté de Moodle, et a besoin d’un fichier de configuration contenant les adresses de ce site et les clés qu’il partage avec celui-ci.';
$string['sidecar_download'] = 'Télécharger le fichier de configuration';
$string['sidecar_secret'] = 'Ce fichier contient des clés. Conservez-le à un endroit où seul le sidecar peut le lire et supprimez toute autre copie.';
$string['sidecar_shell'] = 'Si vous avez accès à la ligne de commande de ce serveur, laissez Moodle écrire ce fichier :';
$string['status_active'] = 'Active';
$string['status_expired'] = 'Expirée';
$string['status_revoked'] = 'Révoquée';
$string['task_cleanup'] = 'Supprimer les demandes, jetons et clients d’assistants expirés';
$string['task_finish_overdue_records'] = 'Clore les enregistrements d’appels d’assistants restés sans réponse';
