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

namespace local_mcpgate\reportbuilder\local\entities;

use core_reportbuilder\local\filters\date;
use core_reportbuilder\local\filters\select;
use core_reportbuilder\local\filters\text;
use core_reportbuilder\local\helpers\database;
use core_reportbuilder\local\report\column;
use core_reportbuilder\local\report\filter;
use local_mcpgate\local\oauth\display_name;
use local_mcpgate\output\client_words;

/**
 * AI clients, for reports.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class client extends carded_entity {

    /** @var string */
    protected const TABLE = 'local_mcpgate_client';

    /** @var string */
    protected const ALIAS = 'mcpc';

    /** @var string */
    protected const TITLE = 'clients';

    /**
     * Return the columns.
     *
     * @return column[]
     */
    protected function columns(): array {
        return [$this->name_column(), $this->kind_column(), $this->clientid_column(), $this->hosts_column(),
            $this->auth_column(), $this->connections_column(), $this->time_column('timelastused', 'client_lastused'),
            $this->time_column('timeexpires', 'client_expires')];
    }

    /**
     * What the client calls itself.
     *
     * @return column
     */
    private function name_column(): column {
        return $this->column('name', 'client_name')
            ->set_type(column::TYPE_TEXT)
            ->add_field("{$this->alias()}.name")
            ->set_is_sortable(true)
            ->add_callback(static function (?string $name): string {
                return s(client_words::name(display_name::clean((string) $name)));
            });
    }

    /**
     * How it became known.
     *
     * @return column
     */
    private function kind_column(): column {
        return $this->column('kind', 'client_kind')
            ->set_type(column::TYPE_TEXT)
            ->add_fields("{$this->alias()}.kind, {$this->alias()}.pinned")
            ->set_is_sortable(true)
            ->add_callback(static function (?string $kind, \stdClass $row): string {
                return s(client_words::kind((string) $kind, !empty($row->pinned)));
            });
    }

    /**
     * Its client_id.
     *
     * @return column
     */
    private function clientid_column(): column {
        return $this->column('clientid', 'client_id')
            ->set_type(column::TYPE_LONGTEXT)
            ->add_field("{$this->alias()}.clientid")
            ->add_attributes(['class' => 'text-break small'])
            ->add_callback(static function (?string $clientid): string {
                return s((string) $clientid);
            });
    }

    /**
     * Where it sends people.
     *
     * @return column
     */
    private function hosts_column(): column {
        return $this->column('hosts', 'client_hosts')
            ->set_type(column::TYPE_LONGTEXT)
            ->add_field("{$this->alias()}.redirecturis")
            ->add_attributes(['class' => 'text-break small'])
            ->add_callback(static function (?string $redirecturis): string {
                return s(implode(', ', client_words::hosts(json_decode($redirecturis ?? '[]', true))));
            });
    }

    /**
     * How it proves itself.
     *
     * @return column
     */
    private function auth_column(): column {
        return $this->column('authmethod', 'client_auth')
            ->set_type(column::TYPE_TEXT)
            ->add_field("{$this->alias()}.authmethod")
            ->set_is_sortable(true)
            ->add_callback(static function (?string $authmethod): string {
                return s(client_words::auth((string) $authmethod));
            });
    }

    /**
     * How many connections people have through it now.
     *
     * @return column
     */
    private function connections_column(): column {
        $now = database::generate_param_name();
        $count = "(SELECT COUNT(con.id)
                     FROM {local_mcpgate_connection} con
                    WHERE con.clientid = {$this->alias()}.id AND con.timeactivated IS NOT NULL AND con.timerevoked IS NULL
                      AND (con.timeexpires IS NULL OR con.timeexpires > :{$now}))";
        return $this->column('connections', 'client_connections')
            ->set_type(column::TYPE_INTEGER)
            ->add_field($count, 'connections', [$now => time()])
            ->set_is_sortable(true);
    }

    /**
     * Return the filters.
     *
     * @return filter[]
     */
    protected function filters(): array {
        global $DB;
        return [
            $this->filter(text::class, 'name', 'client_name', "{$this->alias()}.name"),
            $this->filter(select::class, 'kind', 'client_kind', "{$this->alias()}.kind")
                ->set_options_callback([client_words::class, 'kinds']),
            $this->filter(text::class, 'clientid', 'client_id', $DB->sql_compare_text("{$this->alias()}.clientid", 2048)),
            $this->filter(text::class, 'hosts', 'client_hosts', $DB->sql_compare_text("{$this->alias()}.redirecturis", 4000)),
            $this->filter(select::class, 'authmethod', 'client_auth', $this->auth_sql())->set_options([
                'none' => client_words::auth('none'),
                'client_secret_basic' => client_words::auth('client_secret_basic'),
                'private_key_jwt' => client_words::auth('private_key_jwt'),
            ]),
            $this->filter(date::class, 'timelastused', 'client_lastused', "{$this->alias()}.timelastused"),
        ];
    }

    /**
     * Return how a client proves itself, with one word for both ways of sending a secret.
     *
     * @return string SQL
     */
    private function auth_sql(): string {
        $column = "{$this->alias()}.authmethod";
        return "CASE WHEN {$column} = 'client_secret_post' THEN 'client_secret_basic' ELSE {$column} END";
    }
}
