"""Tests of Moodle MCP."""
