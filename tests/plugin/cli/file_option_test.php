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

namespace local_mcpgate\cli;

use PHPUnit\Framework\TestCase;
use local_mcpgate\local\cli\file_option;

/**
 * Options that name files.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class file_option_test extends TestCase {

    /**
     * Only a relative path depends on the folder.
     *
     * @dataProvider paths
     * @param string $expected
     * @param string $path
     */
    public function test_only_a_relative_path_depends_on_the_folder(string $expected, string $path): void {
        $this->assertSame($expected, file_option::absolute($path, '/home/ana'));
    }

    /**
     * Paths.
     *
     * @return array
     */
    public static function paths(): array {
        return [
            'a name' => ['/home/ana/client.json', 'client.json'],
            'upwards' => ['/home/ana/../client.json', '../client.json'],
            'absolute' => ['/etc/client.json', '/etc/client.json'],
            'a drive' => ['C:\\keys\\client.json', 'C:\\keys\\client.json'],
            'a share' => ['\\\\host\\client.json', '\\\\host\\client.json'],
        ];
    }

    /**
     * What counts is where a file would lie in the end.
     */
    public function test_inside_is_where_the_file_would_lie(): void {
        $inside = __DIR__;
        $this->assertTrue(file_option::is_inside("{$inside}/new.toml", $inside));
        $this->assertTrue(file_option::is_inside("{$inside}/../cli/new.toml", $inside));
        $this->assertTrue(file_option::is_inside("{$inside}/new.toml", dirname($inside) . '/'));
        $this->assertTrue(file_option::is_inside('/new.toml', '/'));
        $this->assertFalse(file_option::is_inside("{$inside}/../new.toml", $inside));
        $this->assertFalse(file_option::is_inside("{$inside}/new.toml", substr($inside, 0, -1)));
        $this->assertFalse(file_option::is_inside("{$inside}/nowhere/new.toml", $inside));
    }

    /**
     * A link into a folder leads there.
     */
    public function test_a_link_leads_inside(): void {
        $link = sys_get_temp_dir() . '/mcpgate' . bin2hex(random_bytes(6));
        $this->assertTrue(symlink(__DIR__, $link));
        try {
            $this->assertTrue(file_option::is_inside("{$link}/new.toml", __DIR__));
        } finally {
            unlink($link);
        }
    }
}
