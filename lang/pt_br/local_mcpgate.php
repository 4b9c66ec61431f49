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
 * Strings in Brazilian Portuguese.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

defined('MOODLE_INTERNAL') || die();

$string['cli_unknownconnection'] = 'Não existe conexão com o id {$a}.';
$string['cli_unknownring'] = 'Existem chaves da ponte ("bridge") e dos tokens ("tokens"), mas nenhuma chamada "{$a}".';
$string['cli_unknownuser'] = 'Não existe usuário com a identificação de usuário {$a}.';
$string['clientunnamed'] = 'Assistente sem nome';
$string['connection_created'] = 'Permitida em';
$string['connection_expires'] = 'Termina em';
$string['connection_lastused'] = 'Último uso';
$string['connection_mode'] = 'Permissão';
$string['connection_revoke'] = 'Revogar';
$string['connection_revoked'] = 'A conexão foi revogada. O assistente não pode mais usar o Moodle em seu nome.';
$string['connection_revokequestion'] = 'Revogar a conexão de "{$a}"? O assistente deixará imediatamente de poder usar o Moodle em seu nome. Para permitir o acesso outra vez, você precisará conectá-lo novamente.';
$string['connections'] = 'Assistentes conectados';
$string['connections_about'] = 'Estes assistentes de IA podem usar o Moodle em seu nome. Eles não podem fazer nada além do que você poderia fazer, e toda tentativa fica registrada.';
$string['connections_none'] = 'Você não conectou nenhum assistente.';
$string['connectionunknown'] = 'Você não possui essa conexão.';
$string['consent_about'] = 'Se você permitir, o assistente verá e fará o que você poderia ver e fazer aqui, dentro dos limites que você escolher abaixo. O que ele lê sai do Moodle e vai para o fornecedor do assistente. Toda tentativa fica registrada.';
$string['consent_account'] = 'Sua conta';
$string['consent_allow'] = 'Permitir';
$string['consent_choose'] = 'Escolha uma das opções.';
$string['consent_client'] = 'Assistente';
$string['consent_deny'] = 'Não permitir';
$string['consent_lifetime'] = 'Por quanto tempo';
$string['consent_local'] = 'Você será direcionado para um programa no seu próprio dispositivo. Qualquer programa instalado nele poderia se passar por este assistente. Só continue se foi você quem acabou de começar a conectá-lo.';
$string['consent_mode'] = 'O assistente pode';
$string['consent_question'] = 'Permitir que "{$a}" use o Moodle em seu nome?';
$string['consent_read'] = 'Apenas ler o que você pode ver';
$string['consent_readonlysite'] = 'O assistente também pediu para fazer alterações. Este site permite que os assistentes apenas leiam.';
$string['consent_redirect'] = 'Em seguida, você irá para';
$string['consent_revoke'] = 'Você pode cancelar esta permissão a qualquer momento:';
$string['consent_title'] = 'Conectar um assistente';
$string['consent_unverified'] = 'não verificado';
$string['consent_unverified_help'] = 'O próprio assistente escolheu este nome, e ninguém o verificou. Só continue se foi você quem acabou de começar a conectá-lo e se conhece o endereço para o qual será direcionado.';
$string['consent_write'] = 'Ler e também alterar o que você pode alterar';
$string['courserefused'] = 'Esta conexão está limitada a outros cursos.';
$string['event_auth_failed'] = 'Acesso de assistente não permitido';
$string['event_call_denied'] = 'Chamada de assistente recusada';
$string['event_call_failed'] = 'Falha na chamada de assistente';
$string['event_connection_authorised'] = 'Assistente conectado';
$string['event_connection_revoked'] = 'Conexão de assistente revogada';
$string['event_function_called'] = 'Função chamada por um assistente';
$string['event_rate_limited'] = 'Frequência de chamadas de assistente limitada';
$string['filenotwritten'] = 'Não foi possível gravar o arquivo {$a}. Verifique se o diretório existe e se a conta do sistema em uso tem permissão para gravar nele.';
$string['keysmissing'] = 'As chaves do Moodle MCP não foram encontradas ou não podem ser descriptografadas neste servidor. Crie novas chaves com: php local/mcpgate/cli/sidecar.php --rotate=bridge --drop-old=bridge, e faça o mesmo com "tokens".';
$string['lifetimeinvalid'] = 'Escolha um valor entre {$a->min} e {$a->max}.';
$string['mcpgate:connect'] = 'Conectar um assistente de IA que age em nome do próprio usuário';
$string['mcpgate:manage'] = 'Gerenciar os assistentes de IA neste site';
$string['mcpgate:viewaudit'] = 'Ver o registro do que os assistentes de IA fizeram';
$string['mode_read'] = 'Somente leitura';
$string['mode_write'] = 'Leitura e escrita';
$string['pluginname'] = 'Moodle MCP';
$string['privacy:metadata:addresses'] = 'Os endereços de rede a partir dos quais o assistente pode acessar';
$string['privacy:metadata:aiclient'] = 'Um assistente conectado por uma pessoa recebe o que solicita em nome dela, na medida em que ela própria possa vê-lo.';
$string['privacy:metadata:aiclient:results'] = 'As respostas das funções que o assistente chamou';
$string['privacy:metadata:argumentdigest'] = 'Um hash dos argumentos com os quais a função seria chamada';
$string['privacy:metadata:argumentkeys'] = 'Os nomes dos argumentos da chamada, nunca os seus valores';
$string['privacy:metadata:client'] = 'O nome do assistente';
$string['privacy:metadata:clientip'] = 'O endereço de rede do qual veio o acesso do assistente ou da pessoa';
$string['privacy:metadata:courseid'] = 'O curso ao qual a chamada se referia';
$string['privacy:metadata:courses'] = 'Os cursos aos quais o assistente está limitado';
$string['privacy:metadata:decidedby'] = 'Quem aprovou ou recusou a chamada';
$string['privacy:metadata:functionname'] = 'A função que foi chamada';
$string['privacy:metadata:functionpatterns'] = 'As funções às quais o assistente está limitado';
$string['privacy:metadata:lastip'] = 'O endereço de rede do qual veio o último acesso do assistente';
$string['privacy:metadata:outcome'] = 'O resultado da tentativa';
$string['privacy:metadata:revokedby'] = 'Quem revogou a conexão';
$string['privacy:metadata:revokereason'] = 'Por que a conexão foi revogada';
$string['privacy:metadata:scopes'] = 'Se o assistente pode apenas ler ou também escrever';
$string['privacy:metadata:status'] = 'O que foi decidido';
$string['privacy:metadata:table:approval'] = 'Chamadas que aguardam a aprovação de uma pessoa';
$string['privacy:metadata:table:audit'] = 'O registro de todas as tentativas dos assistentes. Quando os dados de uma pessoa são excluídos, suas linhas permanecem sem a conta, o endereço de rede e o user agent, para que o registro continue completo.';
$string['privacy:metadata:table:connection'] = 'O que as pessoas permitiram aos seus assistentes';
$string['privacy:metadata:table:function'] = 'Funções que um administrador listou ou classificou';
$string['privacy:metadata:table:request'] = 'Solicitações de conexão feitas por assistentes';
$string['privacy:metadata:table:token'] = 'Tokens das conexões, armazenados como hashes gerados com uma chave';
$string['privacy:metadata:timecreated'] = 'Quando começou';
$string['privacy:metadata:timeexpires'] = 'Quando termina';
$string['privacy:metadata:timelastused'] = 'Quando foi usado pelo assistente pela última vez';
$string['privacy:metadata:timemodified'] = 'Quando foi alterado pela última vez';
$string['privacy:metadata:timerevoked'] = 'Quando a conexão foi revogada';
$string['privacy:metadata:tokenhash'] = 'Um hash do token gerado com uma chave; o token em si não é armazenado';
$string['privacy:metadata:tool'] = 'A ferramenta que o assistente usou';
$string['privacy:metadata:useragent'] = 'O que o assistente informou sobre o seu próprio programa';
$string['privacy:metadata:userid'] = 'A pessoa em cujo nome o assistente age';
$string['privacy:metadata:usermodified'] = 'O administrador que fez a alteração';
$string['privacy:path:approvals'] = 'Aprovações';
$string['privacy:path:connections'] = 'Conexões';
$string['privacy:path:decisions'] = 'Decisões sobre aprovações';
$string['privacy:path:functions'] = 'Funções listadas';
$string['privacy:path:record'] = 'Registro de tentativas';
$string['privacy:path:requests'] = 'Solicitações de conexão';
$string['privacy:path:revocations'] = 'Conexões revogadas';
$string['privacy:path:tokens'] = 'Tokens';
$string['publicurlinvalid'] = 'Informe um endereço como https://moodle.example.edu/mcp: com https (http somente nesta própria máquina), nome do host em letras minúsculas, sem a porta 443 e com /mcp no final.';
$string['publicurlmissing'] = 'O endereço público do endpoint MCP não está definido ou não é seguro. Defina-o em Administração do site > Plugins > Plugins locais > Moodle MCP > Configurações.';
$string['refusal'] = 'Não é possível conectar o assistente';
$string['refusal_capability_missing'] = 'Sua conta não tem permissão para conectar assistentes a este site. Se você precisar dela, fale com o administrador do site.';
$string['refusal_code'] = 'Se você pedir ajuda, informe este código:';
$string['refusal_logged_in_as'] = 'Você acessou o site como outra pessoa. Ninguém pode conectar um assistente em nome de outra pessoa.';
$string['refusal_mcp_disabled'] = 'Os assistentes estão desativados neste site no momento.';
$string['refusal_other'] = 'Esta conta não pode conectar assistentes. Peça ajuda ao administrador do site.';
$string['refusal_password_expired'] = 'Sua senha expirou. Altere-a e depois conecte seu assistente novamente.';
$string['refusal_request_expired'] = 'O tempo para responder acabou. Volte ao seu assistente e conecte-o novamente.';
$string['refusal_request_spent'] = 'Você já respondeu a esta solicitação. Se o seu assistente não estiver conectado, volte a ele e conecte-o novamente.';
$string['refusal_request_unknown'] = 'Não há nada para decidir aqui. Volte ao seu assistente e conecte-o novamente.';
$string['refusal_sesskey_invalid'] = 'Sua resposta não veio da página que foi exibida para você, ou você acessou o site novamente nesse meio-tempo. Volte ao seu assistente e conecte-o novamente.';
$string['refusal_site_admin_refused'] = 'Administradores do site não podem conectar assistentes a este site. Use uma conta com menos permissões.';
$string['refusal_user_auth_disabled'] = 'O método de autenticação desta conta está desativado. Peça ajuda ao administrador do site.';
$string['refusal_user_deleted'] = 'Esta conta foi excluída.';
$string['refusal_user_guest'] = 'Visitantes não podem conectar assistentes. Acesse com a sua própria conta.';
$string['refusal_user_remote'] = 'Sua conta pertence a outro site. Conecte seu assistente lá.';
$string['refusal_user_suspended'] = 'Esta conta está suspensa. Peça ajuda ao administrador do site.';
$string['refusal_user_unconfirmed'] = 'Esta conta ainda não foi confirmada. Siga o link da mensagem que você recebeu e depois conecte seu assistente novamente.';
$string['setting_accesstokenttl'] = 'Validade dos tokens de acesso';
$string['setting_accesstokenttl_desc'] = 'Por quanto tempo um assistente pode continuar antes de precisar renovar o acesso. Ele faz isso sozinho.';
$string['setting_allowsiteadmins'] = 'Administradores do site podem conectar assistentes';
$string['setting_allowsiteadmins_desc'] = 'O assistente de um administrador do site pode fazer qualquer coisa neste site. Deixe esta opção desativada e use contas com menos permissões.';
$string['setting_enabled'] = 'Assistentes podem usar este site';
$string['setting_enabled_desc'] = 'Desative esta opção para interromper todos os assistentes imediatamente. As conexões são mantidas.';
$string['setting_publicurl'] = 'Endereço público';
$string['setting_publicurl_desc'] = 'O endereço que as pessoas informam aos seus assistentes. O servidor web encaminha as solicitações ao sidecar. O endereço começa com https e termina em /mcp, por exemplo: https://moodle.example.edu/mcp.';
$string['setting_refreshtokenttl'] = 'Conexões sem uso terminam após';
$string['setting_refreshtokenttl_desc'] = 'Um assistente que passar todo esse tempo sem voltar precisará ser conectado novamente.';
$string['setting_registration'] = 'Assistentes podem se registrar por conta própria';
$string['setting_registration_desc'] = 'É assim que os assistentes se apresentam ao site antes que uma pessoa os conecte. Sem esta opção, só podem ser conectados os assistentes que o site já conhece.';
$string['setting_sitemode'] = 'O que os assistentes podem fazer';
$string['setting_sitemode_desc'] = 'Com "Somente leitura", nenhum assistente pode alterar nada, seja qual for a permissão dada pelas pessoas.';
$string['settings'] = 'Configurações';
$string['sidecar'] = 'Configuração do sidecar';
$string['sidecar_about'] = 'O sidecar é o programa com o qual os assistentes se comunicam. Ele é executado no seu servidor, ao lado do Moodle, e precisa de um arquivo de configuração com os endereços deste site e as chaves que compartilha com ele.';
$string['sidecar_download'] = 'Baixar o arquivo de configuração';
$string['sidecar_secret'] = 'O arquivo contém chaves. Guarde-o onde somente o sidecar possa lê-lo e exclua as outras cópias.';
$string['sidecar_shell'] = 'Se você tem acesso à linha de comando neste servidor, deixe que o Moodle grave o arquivo:';
$string['status_active'] = 'Ativa';
$string['status_expired'] = 'Expirada';
$string['status_revoked'] = 'Revogada';
$string['task_cleanup'] = 'Excluir solicitações, tokens e clientes expirados de assistentes';
$string['task_finish_overdue_records'] = 'Encerrar registros de chamadas de assistentes que nunca foram respondidas';
