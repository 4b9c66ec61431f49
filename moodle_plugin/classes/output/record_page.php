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

namespace local_mcpgate\output;

use local_mcpgate\local\record\record_export;
use local_mcpgate\reportbuilder\local\systemreports\own_record;
use local_mcpgate\reportbuilder\local\systemreports\whole_record;

/**
 * The page of the record: all of it, or what belongs to the person who looks.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class record_page {

    /** @var bool */
    private $isown;

    /**
     * Choose what to show.
     *
     * @param bool $isown
     */
    public function __construct(bool $isown) {
        $this->isown = $isown;
    }

    /**
     * Return the class of the report.
     *
     * @return string
     */
    public function report(): string {
        return $this->isown ? own_record::class : whole_record::class;
    }

    /**
     * Return the title.
     *
     * @return string
     */
    public function title(): string {
        return get_string($this->isown ? 'record_own' : 'record', 'local_mcpgate');
    }

    /**
     * Return what the template needs.
     *
     * @param string $report HTML
     * @return array
     */
    public function facts(string $report): array {
        $options = array_map(static function (string $format): array {
            return ['value' => $format, 'label' => get_string('dataformat', "dataformat_{$format}")];
        }, record_export::formats());
        return [
            'isown' => $this->isown,
            'report' => $report,
            'download' => !$options ? null : [
                'label' => get_string('record_downloadas', 'local_mcpgate'),
                'base' => (new \moodle_url('/local/mcpgate/audit_export.php'))->out(false),
                'name' => 'format',
                'params' => [['name' => 'own', 'value' => (int) $this->isown]],
                'options' => $options,
                'sesskey' => sesskey(),
                'submit' => get_string('download'),
            ],
        ];
    }
}
