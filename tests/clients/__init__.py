"""Real MCP clients, and the ways of those that cannot be had, against a real Moodle and the demo campus."""
