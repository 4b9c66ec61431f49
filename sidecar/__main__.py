"""``python -m sidecar`` is ``moodle-mcp``."""

from __future__ import annotations

from sidecar.command import main

if __name__ == "__main__":
    main(prog_name="moodle-mcp")
