"""The command that makes and deletes clients, as an administrator runs it."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.moodle.site import MoodleSite

SCRIPT = "local/mcpgate/cli/clients.php"
CALLBACK = "https://library.example.edu/callback"


@dataclass(frozen=True, kw_only=True)
class ClientCommand:
    """Runs ``cli/clients.php`` of one site."""

    site: MoodleSite

    def attempt(self, *options: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
        """Run it, whatever it ends with."""
        return self.site.installation.attempt(SCRIPT, *options, cwd=cwd)

    def run(self, *options: str) -> dict[str, Any]:
        """Run it and return what it says of the one client it was about."""
        (facts,) = json.loads(self.site.installation.run(SCRIPT, "--json", *options))
        assert isinstance(facts, dict)
        return facts

    def make(self, auth: str, *options: str, name: str = "Library assistant") -> dict[str, Any]:
        """Make a client; a secret of it is in what is returned."""
        return self.run("--create", f"--name={name}", f"--redirect-uri={CALLBACK}", f"--auth={auth}", *options)

    def pin(self, document: dict[str, Any]) -> dict[str, Any]:
        """Pin a metadata document."""
        return self.run(f"--pin={self.write(document)}", f"--client-id={document['client_id']}")

    def delete(self, client_id: str) -> None:
        self.site.installation.run(SCRIPT, f"--delete={client_id}")

    def delete_all(self) -> None:
        """Delete what an admin made or pinned."""
        for client_id, facts in self.clients().items():
            if facts["kind"] == "registered" or facts["pinned"]:
                self.delete(client_id)

    def clients(self) -> dict[str, dict[str, Any]]:
        """Return what ``--list --json`` says, by client_id."""
        listed = json.loads(self.site.installation.run(SCRIPT, "--list", "--json"))
        return {facts["client_id"]: facts for facts in listed}

    def row(self, client_id: str) -> dict[str, Any]:
        """Return what the database holds of a client."""
        (row,) = self.site.database.table("local_mcpgate_client", where=f"clientid = '{client_id}'")
        return row

    def write(self, content: object) -> str:
        """Put JSON into a file of the site and return its path."""
        file = self.site.path / "given.json"
        file.write_text(json.dumps(content))
        return str(file)
