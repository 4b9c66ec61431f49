"""The command that gives functions their classes, as an administrator runs it."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from typing import Any

from tests.moodle.site import MoodleSite

SCRIPT = "local/mcpgate/cli/functions.php"


@dataclass(frozen=True, kw_only=True)
class FunctionCommand:
    """Runs ``cli/functions.php`` of one site."""

    site: MoodleSite

    def attempt(self, *options: str) -> subprocess.CompletedProcess[str]:
        """Run it, whatever it ends with."""
        return self.site.installation.attempt(SCRIPT, *options)

    def give(self, name: str, function_class: str) -> None:
        """Give a function a class, loosening meant."""
        self.site.installation.run(SCRIPT, f"--set={name}", f"--class={function_class}", "--confirm")

    def remove(self, name: str) -> None:
        """Let a function have its own class again, loosening meant."""
        self.site.installation.run(SCRIPT, f"--remove={name}", "--confirm")

    def functions(self, *options: str) -> dict[str, dict[str, Any]]:
        """Return what ``--list --json`` says, by name of function."""
        listed = json.loads(self.site.installation.run(SCRIPT, "--list", "--json", *options))
        return {facts["name"]: facts for facts in listed}
