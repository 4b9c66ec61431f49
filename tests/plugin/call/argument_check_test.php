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

namespace local_mcpgate\call;

use local_mcpgate\fixtures\described;
use local_mcpgate\local\call\argument_check;
use PHPUnit\Framework\TestCase;

/**
 * Which argument is wrong, in words a client can act on.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class argument_check_test extends TestCase {

    /**
     * Validate strictly: the rules of Moodle that matter here.
     *
     * @param \stdClass $description
     * @param mixed $value
     */
    public static function validate(\stdClass $description, $value): void {
        if (isset($description->type)) {
            $valid = $description->type === 'int' ? is_int($value) : is_string($value);
        } else if (isset($description->content)) {
            $valid = is_array($value);
            foreach ($valid ? $value : [] as $item) {
                self::validate($description->content, $item);
            }
        } else {
            $valid = is_array($value) && !array_diff_key($value, $description->keys);
            foreach ($valid ? $description->keys : [] as $name => $member) {
                if (array_key_exists($name, $value)) {
                    self::validate($member, $value[$name]);
                } else if ($member->required === described::REQUIRED) {
                    $valid = false;
                }
            }
        }
        if (!$valid) {
            throw new \InvalidArgumentException('Invalid parameter value detected');
        }
    }

    /**
     * Find the first problem of some arguments.
     *
     * @param array $arguments
     * @return array|null
     */
    private static function problem(array $arguments): ?array {
        $option = described::structure([
            'name' => described::value('alpha'),
            'value' => described::value('raw', described::OPTIONAL),
        ]);
        $description = described::structure([
            'courseid' => described::value('int'),
            'options' => described::items($option, described::HAS_DEFAULT, []),
        ]);
        return (new argument_check([self::class, 'validate']))->first_problem($description, $arguments, '');
    }

    /**
     * What is right is right.
     */
    public function test_valid_arguments_have_no_problem(): void {
        $this->assertNull(self::problem(['courseid' => 2]));
        $this->assertNull(self::problem(['courseid' => 2, 'options' => [['name' => 'a'], ['name' => 'b', 'value' => 'c']]]));
    }

    /**
     * What is wrong is named.
     *
     * @dataProvider problems
     * @param array $arguments
     * @param string $path
     * @param string $problem
     */
    public function test_the_first_problem_is_located(array $arguments, string $path, string $problem): void {
        $this->assertSame([$path, $problem], self::problem($arguments));
    }

    /**
     * Wrong arguments, where and why.
     *
     * @return array
     */
    public static function problems(): array {
        return [
            'missing' => [[], 'courseid', 'it is required'],
            'wrong type' => [['courseid' => 'two'], 'courseid', 'a value of type int is needed'],
            'unknown name' => [['courseid' => 2, 'id' => 3], '', 'the only names are courseid, options'],
            'no list' => [['courseid' => 2, 'options' => 'x'], 'options', 'a list is needed'],
            'no object' => [['courseid' => 2, 'options' => ['x']], 'options[0]', 'an object is needed'],
            'deep' => [
                ['courseid' => 2, 'options' => [['name' => 'a'], ['name' => 7]]],
                'options[1].name',
                'a value of type alpha is needed',
            ],
            'deep and missing' => [['courseid' => 2, 'options' => [['value' => 'a']]], 'options[0].name', 'it is required'],
        ];
    }
}
