"""Config files for tests."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path


def key(name: str) -> str:
    return f"{name}:{base64.urlsafe_b64encode(hashlib.sha256(name.encode()).digest()).decode().rstrip('=')}"


GOOD = f"""
[moodle]
wwwroot = "https://moodle.example.edu/"

[bridge]
keys = ["{key("bridge")}"]

[tokens]
keys = ["{key("tokens")}"]

[server]
public_url = "https://moodle.example.edu/mcp"
state_dir = "state"
"""


def config_file(folder: Path, text: str = GOOD, *, mode: int = 0o600) -> Path:
    """Write a config file that only its owner can reach."""
    path = folder / "sidecar.toml"
    path.write_text(text)
    path.chmod(mode)
    return path
