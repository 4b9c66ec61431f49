"""Moodle's privacy subsystem, asked about one person."""

from __future__ import annotations

import json
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.moodle.site import MoodleSite

SCRIPT = Path(__file__).parent / "php/privacy.php"


@dataclass(frozen=True, kw_only=True)
class Privacy:
    """Runs php/privacy.php for one person."""

    site: MoodleSite
    userid: int

    @property
    def contexts(self) -> list[list[int]]:
        """Levels and instances of the contexts that hold something about them."""
        found: list[list[int]] = self.ask("contexts")
        return found

    def users(self, *, system: bool = False) -> list[int]:
        """Return whom their context, or the site's, holds something about."""
        found: list[int] = self.ask("users", system=system)
        return found

    def export(self) -> dict[str, Any]:
        """Return the exported files by the last name of their folder."""
        with tempfile.NamedTemporaryFile(suffix=".zip") as archive:
            self.ask("export", file=archive.name)
            return _data_of(archive.name)

    def ask(self, action: str, **arguments: Any) -> Any:
        """Return what one action of the script reports."""
        given = json.dumps({"userid": self.userid, "system": False} | arguments)
        output = self.site.installation.run(SCRIPT, str(self.site.installation.dirroot), action, given)
        # What Moodle says of its progress comes before.
        return json.loads(output.splitlines()[-1])


def _data_of(archive: str) -> dict[str, Any]:
    with zipfile.ZipFile(archive) as files:
        names = [name for name in files.namelist() if name.endswith("data.json")]
        return {name.split("/")[-2].split("_.")[0]: json.loads(files.read(name)) for name in names}
