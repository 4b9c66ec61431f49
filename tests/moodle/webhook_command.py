"""The command for the webhook, as an administrator runs it, and what the database holds of its endpoints."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from typing import Any

from tests.moodle.site import MoodleSite

SCRIPT = "local/mcpgate/cli/webhooks.php"
URL = "https://siem.example.edu/moodle"
SHIFTED = {
    "delivery": ("timecreated", "timedue", "timenext", "timefailing", "timesettled"),
    "webhook": ("leaseexpires", "timeoldsecret", "timefull", "timefailing", "timedelivered"),
}
"""Every table with times of the webhook, and which columns hold them."""

MINUTE_S = 60


@dataclass(frozen=True, kw_only=True)
class WebhookCommand:
    """Runs ``cli/webhooks.php`` of one site."""

    site: MoodleSite

    def attempt(self, *options: str) -> subprocess.CompletedProcess[str]:
        """Run it, whatever it ends with."""
        return self.site.installation.attempt(SCRIPT, *options)

    def report(self, *options: str) -> list[dict[str, Any]]:
        """Run it and return what it says."""
        listed = json.loads(self.site.installation.run(SCRIPT, "--json", *options))
        assert isinstance(listed, list)
        return listed

    def run(self, *options: str) -> dict[str, Any]:
        """Run it and return what it says of the one endpoint it was about."""
        (facts,) = self.report(*options)
        return facts

    def make(self, *events: str, url: str = URL, private: str | None = None) -> dict[str, Any]:
        """Make an endpoint that is told of these types; its secret is in what is returned."""
        confirmation = [] if private is None else [f"--private={private}"]
        return self.run("--create", f"--url={url}", f"--events={','.join(events)}", *confirmation)

    def delete_all(self) -> None:
        for facts in self.report("--list"):
            self.site.installation.run(SCRIPT, f"--delete={facts['id']}")

    def row(self, endpoint: dict[str, Any]) -> dict[str, Any]:
        """Return what the database holds of an endpoint."""
        (row,) = self.site.database.table("local_mcpgate_webhook", where=f"id = {endpoint['id']}")
        return row

    def deliveries(self, endpoint: dict[str, Any]) -> list[dict[str, Any]]:
        """Return what the database holds of an endpoint's messages, in the order in which they came."""
        return self.site.database.table("local_mcpgate_delivery", where=f"webhookid = {endpoint['id']}")

    def changes(self) -> list[dict[str, Any]]:
        """Return the audit rows about endpoints."""
        return self.site.database.table("local_mcpgate_audit", where="kind = 'webhook_changed'")

    def let_time_pass(self, seconds: int) -> None:
        """Make all that is known of the webhook so much older."""
        for table, columns in SHIFTED.items():
            moved = ", ".join(f"{column} = {column} - {seconds:d}" for column in columns)
            self.site.database.update(f"local_mcpgate_{table}", moved, where="1")
        self._move_minutes(seconds // MINUTE_S)

    def _move_minutes(self, minutes: int) -> None:
        """Do so with the minutes of storms, too; the oldest first, which leave their place to others."""
        moved = f"slot = CONCAT(SUBSTRING_INDEX(slot, '-', 1), '-', SUBSTRING_INDEX(slot, '-', -1) - {minutes:d})"
        self.site.database.update("local_mcpgate_delivery", moved, where="slot LIKE '%-%' ORDER BY id")
