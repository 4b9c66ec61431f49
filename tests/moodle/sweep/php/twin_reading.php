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
 * What there is to read in a twin course.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

/**
 * Adds activities whose content only teachers write.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class mcpgate_twin_reading {
    /** @var mcpgate_twin The course. */
    private $twin;

    /**
     * Keeps what it builds.
     *
     * @param mcpgate_twin $twin
     */
    public function __construct(mcpgate_twin $twin) {
        $this->twin = $twin;
    }

    /**
     * Builds it.
     */
    public function build(): void {
        $twin = $this->twin;
        $manual = ['completion' => COMPLETION_TRACKING_MANUAL];
        $twin->add('label', $manual);
        $twin->add('page', ['content' => $twin->html('page'), 'contentformat' => FORMAT_HTML] + $manual);
        $twin->add('url', ['externalurl' => "https://campus.example/{$twin->secret}"] + $manual);
        $twin->add('resource', $manual);
        $twin->add('folder', $manual);
        $twin->add('imscp');
        $twin->add('lti', ['toolurl' => "http://127.0.0.1:9/{$twin->secret}", 'instructorchoiceacceptgrades' => 1]);
        $twin->add('bigbluebuttonbn');
        if (core_component::get_component_directory('mod_subsection')) {
            \core\plugininfo\mod::enable_plugin('subsection', 1);
            $twin->add('subsection');
        }
        $book = $twin->add('book');
        foreach (['first', 'second'] as $position => $name) {
            $twin->plugin('mod_book')->create_chapter(['bookid' => $book->id, 'pagenum' => $position + 1,
                'title' => $twin->text("{$name} chapter"), 'content' => $twin->html("{$name} chapter")]);
        }
    }
}
