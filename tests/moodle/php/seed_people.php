<?php
// This file is part of Moodle - http://moodle.org/
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
// along with Moodle.  If not, see <http://www.gnu.org/licenses/>.


/**
 * The people of the test site.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

/**
 * Makes accounts in bulk and gives them their site-wide roles.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class mcpgate_seed_people {
    /** @var string Everybody's password but the admin's. */
    public const PASSWORD = 'Campus.2026!';

    /** @var array<string, array{string, string}> Staff by username. */
    private const STAFF = [
        'prof.smith' => ['Jordan', 'Smith'],
        'dr.chen' => ['Mei', 'Chen'],
        'coord.edu' => ['Renata', 'Coordinator'],
        'vic.visitor' => ['Vic', 'Visitor'],
    ];

    /** @var array<string, array{string, string}> Students the tests know by name. */
    private const STUDENTS = [
        'ana.lima' => ['Ana', 'Lima'],
        'bruno.costa' => ['Bruno', 'Costa'],
        'carla.mendes' => ['Carla', 'Mendes'],
    ];

    /** @var string[] First names of the many. */
    private const FIRST = ['Aisha', 'Benoit', 'Chloe', 'Diego', 'Emma', 'Farid', 'Greta', 'Hugo', 'Ines', 'Jonas', 'Keiko', 'Luca'];

    /** @var string[] Last names of the many. */
    private const LAST = ['Almeida', 'Bauer', 'Chavez', 'Dubois', 'Eriksen', 'Ferrari', 'Garcia', 'Hoffmann', 'Ivanova', 'Jansen'];

    /** @var string Hash of PASSWORD, made once: it is slow by design. */
    private $passwordhash;

    /** @var int[] Ids of the students of the big course. */
    public $studentids = [];

    /**
     * Hashes the password all accounts share.
     */
    public function __construct() {
        $this->passwordhash = hash_internal_user_password(self::PASSWORD, true);
    }

    /**
     * Creates the staff, the role that may use web services, and the role tests hang their capability on.
     */
    public function create_staff(): void {
        global $DB;
        $DB->insert_records('user', $this->accounts(self::STAFF));
        $system = context_system::instance();
        $manager = $DB->get_field('role', 'id', ['shortname' => 'manager'], MUST_EXIST);
        role_assign($manager, $this->id('coord.edu'), $system->id);
        foreach (['mcpuser' => 'Assistant user', 'restuser' => 'REST user', 'mcpbarred' => 'No assistants'] as $short => $name) {
            $roleid = create_role($name, $short, 'Made by the tests.');
            set_role_contextlevels($roleid, [CONTEXT_SYSTEM]);
        }
    }

    /**
     * Creates the students of the big course, the named ones first.
     *
     * @param int $count how many
     */
    public function create_students(int $count): void {
        global $DB;
        $names = self::STUDENTS;
        for ($number = count($names) + 1; $number <= $count; $number++) {
            $names[sprintf('student%04d', $number)] = [
                self::FIRST[$number % count(self::FIRST)],
                self::LAST[intdiv($number, count(self::FIRST)) % count(self::LAST)],
            ];
        }
        foreach (array_chunk($names, 1000, true) as $chunk) {
            $DB->insert_records('user', $this->accounts($chunk, 'student'));
        }
        $this->studentids = array_map('intval', array_keys($DB->get_records('user', ['idnumber' => 'student'], 'id', 'id')));
        $this->assign_role('mcpuser', ['prof.smith', 'dr.chen', 'ana.lima', 'bruno.costa', 'carla.mendes']);
    }

    /**
     * Switches REST on and makes a permanent token for a person.
     *
     * @param string $username whose token
     * @return string the token
     */
    public function open_rest(string $username): string {
        global $DB, $CFG;
        require_once($CFG->dirroot . '/webservice/lib.php');
        set_config('enablewebservices', 1);
        set_config('webserviceprotocols', 'rest');
        $role = $DB->get_field('role', 'id', ['shortname' => 'restuser'], MUST_EXIST);
        assign_capability('webservice/rest:use', CAP_ALLOW, $role, context_system::instance());
        $this->assign_role('restuser', [$username]);
        $service = new webservice();
        $serviceid = $service->add_external_service((object) [
            'name' => 'Bench', 'shortname' => 'bench', 'enabled' => 1, 'restrictedusers' => 0,
            'downloadfiles' => 1, 'uploadfiles' => 0, 'requiredcapability' => null,
        ]);
        foreach (['core_course_get_contents', 'core_webservice_get_site_info', 'mod_assign_get_submission_status'] as $name) {
            $service->add_external_function_to_service($name, $serviceid);
        }
        $token = bin2hex(random_bytes(16));
        $DB->insert_record('external_tokens', (object) [
            'token' => $token, 'tokentype' => EXTERNAL_TOKEN_PERMANENT, 'userid' => $this->id($username),
            'externalserviceid' => $serviceid, 'contextid' => context_system::instance()->id,
            'creatorid' => get_admin()->id, 'timecreated' => time(),
        ]);
        return $token;
    }

    /**
     * Answers what a fresh site would ask its admin first, and keeps cron's leftovers away.
     */
    public function settle_site(): void {
        global $DB;
        set_config('registrationpending', 0);
        set_config('enablecompletion', 1);
        set_config('enabled_stores', 'logstore_standard', 'tool_log');
        $DB->delete_records('logstore_standard_log');
        $DB->delete_records('task_adhoc');
    }

    /**
     * Returns the ids of the people tests know by name.
     *
     * @return array<string, int> by username
     */
    public function ids(): array {
        $ids = ['admin' => (int) get_admin()->id];
        foreach (array_keys(self::STAFF + self::STUDENTS) as $username) {
            $ids[$username] = $this->id($username);
        }
        return $ids;
    }

    /**
     * Returns a person's id.
     *
     * @param string $username
     * @return int
     */
    public function id(string $username): int {
        global $DB;
        return (int) $DB->get_field('user', 'id', ['username' => $username], MUST_EXIST);
    }

    /**
     * Gives people a role of the whole site.
     *
     * @param string $shortname of the role
     * @param string[] $usernames
     */
    private function assign_role(string $shortname, array $usernames): void {
        global $DB;
        $roleid = $DB->get_field('role', 'id', ['shortname' => $shortname], MUST_EXIST);
        foreach ($usernames as $username) {
            role_assign($roleid, $this->id($username), context_system::instance()->id);
        }
    }

    /**
     * Builds complete, confirmed accounts.
     *
     * @param array<string, array{string, string}> $names first and last name by username
     * @param string $idnumber marks the group they were made with
     * @return stdClass[]
     */
    private function accounts(array $names, string $idnumber = ''): array {
        global $CFG;
        $accounts = [];
        foreach ($names as $username => [$firstname, $lastname]) {
            $accounts[] = (object) [
                'username' => $username, 'password' => $this->passwordhash, 'firstname' => $firstname, 'lastname' => $lastname,
                'email' => $username . '@campus.example', 'idnumber' => $idnumber, 'auth' => 'manual', 'confirmed' => 1,
                'mnethostid' => $CFG->mnet_localhost_id, 'lang' => 'en', 'country' => 'PT', 'city' => 'Lisboa',
                'firstaccess' => time() - DAYSECS, 'lastaccess' => time() - HOURSECS, 'timecreated' => time() - WEEKSECS,
                'timemodified' => time() - WEEKSECS, 'description' => '', 'descriptionformat' => FORMAT_HTML,
            ];
        }
        return $accounts;
    }
}
