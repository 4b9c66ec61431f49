"""Moodle MCP sidecar: MCP transport, OAuth 2.1 and policy in front of a Moodle site."""

__version__ = "0.1.0"
