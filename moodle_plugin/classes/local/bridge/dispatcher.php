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

namespace local_mcpgate\local\bridge;

/**
 * Finds the class that answers an operation: "code.redeem" is operation\code_redeem.
 *
 * @package    local_mcpgate
 * @copyright  2026 Moodle MCP contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class dispatcher {

    /**
     * Answer the operation a body names.
     *
     * @param array $body
     * @return array data of the answer
     * @throws bridge_exception bridge_bad_request, bridge_unknown_operation, or what the operation refuses with
     */
    public function run(array $body): array {
        $name = $body['op'] ?? null;
        if (!is_string($name)) {
            throw new bridge_exception('bridge_bad_request', 'The body names no operation.', ['field' => 'op']);
        }
        return $this->operation($name)->run($body);
    }

    /**
     * Make the operation of a name.
     *
     * @param string $name
     * @return operation
     * @throws bridge_exception bridge_unknown_operation
     */
    private function operation(string $name): operation {
        $class = __NAMESPACE__ . '\\operation\\' . str_replace('.', '_', $name);
        if (!preg_match('/^[a-z]{1,30}(\.[a-z]{1,30}(_[a-z]{1,30})?)?$/D', $name) || !is_subclass_of($class, operation::class)) {
            throw new bridge_exception('bridge_unknown_operation', 'The bridge has no such operation.');
        }
        return new $class();
    }
}
