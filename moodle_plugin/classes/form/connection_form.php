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

namespace local_mcpgate\form;

use local_mcpgate\local\oauth\authority;
use local_mcpgate\local\oauth\connection;
use local_mcpgate\local\oauth\connection_change;
use local_mcpgate\local\policy\limits;
use local_mcpgate\local\site_settings;

defined('MOODLE_INTERNAL') || die();

require_once($CFG->libdir . '/formslib.php');

/**
 * The limits of one connection, for whoever may set them.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class connection_form extends \moodleform {

    /** Years ahead that an end can be chosen in. */
    private const YEARS = 10;

    /** @var sent_limits */
    private $sent;

    /**
     * Ask for what a connection is to be.
     *
     * @param \moodle_url $url
     * @param connection $connection
     * @param authority $authority of the person who asks
     */
    public function __construct(\moodle_url $url, connection $connection, authority $authority) {
        parent::__construct($url, ['connection' => $connection, 'authority' => $authority]);
    }

    /**
     * Tell whether the form was filled in for a connection that changed since.
     *
     * @return bool
     */
    public function is_outdated(): bool {
        return $this->is_submitted() && (int) $this->_form->getSubmitValue('revision') !== $this->connection()->revision();
    }

    /**
     * Return what was asked for; only after get_data().
     *
     * @return connection_change
     */
    public function change(): connection_change {
        return $this->wish($this->_form->exportValues());
    }

    /**
     * Lay out the fields.
     */
    protected function definition() {
        $form = $this->_form;
        $connection = $this->connection();
        $limits = $connection->limits();
        $choices = new limit_choices($connection->userid(), $limits);
        $fields = new limit_fields($form, $choices, $limits);
        $this->sent = new sent_limits($form, $choices, $connection->userid());

        $form->addElement('hidden', 'revision', $connection->revision());
        $form->setType('revision', PARAM_INT);
        $writes = $connection->granted()->writes();
        mode_field::add($form, $writes, $writes, $this->_customdata['authority']->is_owner());
        $fields->add_courses();
        if ($writes || $limits->approvewrites()) {
            $fields->add_approval();
        }
        $this->add_end($connection->timeexpires());

        $form->addElement('header', 'amounts', get_string('limits_amounts', 'local_mcpgate'));
        $form->setExpanded('amounts', true);
        $fields->add_amounts();
        $form->addElement('header', 'reach', get_string('limits_reach', 'local_mcpgate'));
        $form->setExpanded('reach', $limits->addresses() !== null || $limits->functions() !== null);
        $fields->add_addresses();
        $fields->add_functions();
        $this->add_action_buttons();
    }

    /**
     * Say beside each field why it cannot be saved.
     *
     * @param array $data
     * @param array $files
     * @return string[] by field
     */
    public function validation($data, $files) {
        $errors = parent::validation($data, $files) + $this->sent->problems()
            + mode_field::problems($data, $this->connection()->granted()->writes());
        if ($errors) {
            return $errors;
        }
        $change = $this->wish($data);
        return $change->problems(time()) + ($this->_customdata['authority']->may_widen() ? [] : $change->widenings());
    }

    /**
     * Lay out until when.
     *
     * @param int|null $end Unix time
     */
    private function add_end(?int $end): void {
        $year = (int) userdate(time(), '%Y');
        $this->_form->addElement('date_time_selector', 'timeexpires', get_string('connection_expires', 'local_mcpgate'), [
            'startyear' => $year,
            'stopyear' => max($year + self::YEARS, (int) userdate($end ?? 0, '%Y')),
            'optional' => $end === null || $this->_customdata['authority']->may_widen(),
        ]);
        $this->_form->setDefault('timeexpires', $end ?? 0);
    }

    /**
     * Return what valid data asks for.
     *
     * @param array $data
     * @return connection_change
     */
    private function wish(array $data): connection_change {
        $writes = $data['mode'] === site_settings::MODE_WRITE;
        $limits = $this->keeping_closed($this->sent->limits());
        return new connection_change($this->connection(), $limits, $writes, $this->end((int) $data['timeexpires']));
    }

    /**
     * Leave a list closed that allowed nothing and was not filled in: only what is entered opens it.
     *
     * @param limits $sent
     * @return limits
     */
    private function keeping_closed(limits $sent): limits {
        $columns = $sent->to_columns();
        foreach ($this->connection()->limits()->to_columns() as $column => $value) {
            if ($value === '[]') {
                $columns[$column] = $columns[$column] ?? $value;
            }
        }
        return limits::stored((object) $columns);
    }

    /**
     * Return the end that was chosen; people choose minutes, so the minute it ends in anyway is no change.
     *
     * @param int $chosen Unix time, 0 for none
     * @return int|null Unix time
     */
    private function end(int $chosen): ?int {
        $end = $this->connection()->timeexpires();
        $issame = $end !== null && intdiv($chosen, MINSECS) === intdiv($end, MINSECS);
        return $issame ? $end : ($chosen ?: null);
    }

    /**
     * Return the connection as it is.
     *
     * @return connection
     */
    private function connection(): connection {
        return $this->_customdata['connection'];
    }
}
