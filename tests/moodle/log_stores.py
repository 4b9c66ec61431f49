"""The log stores of a site: Moodle's own, an external database as it is once installed, and one that sends them on."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from tests.moodle.database import USER
from tests.moodle.site import MoodleSite

OUTSIDE = "outside"
TABLE = "events"
STORES = ("logstore_standard", "logstore_database", "logstore_mcpprobe")
Event = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class LogStores:
    """What each store of a site holds of our events."""

    site: MoodleSite

    def standard(self) -> Sequence[Event]:
        return self._opened(self.site.database.table("logstore_standard_log", where="component = 'local_mcpgate'"))

    def external_database(self) -> Sequence[Event]:
        sql = f"SELECT * FROM {OUTSIDE}.{TABLE} WHERE component = 'local_mcpgate' ORDER BY id"  # noqa: S608 - our words
        return self._opened(self.site.database.rows(sql))

    def sent_on(self) -> Sequence[Event]:
        lines = (self.site.path / "dataroot/events.jsonl").read_text().splitlines()
        return self._opened([event for event in map(json.loads, lines) if event["component"] == "local_mcpgate"])

    def all(self) -> dict[str, Sequence[Event]]:
        return {"standard": self.standard(), "database": self.external_database(), "sent on": self.sent_on()}

    def set(self, name: str, value: str, *, component: str = "logstore_mcpprobe") -> None:
        self.site.installation.run("admin/cli/cfg.php", f"--component={component}", f"--name={name}", f"--set={value}")

    def _opened(self, rows: Sequence[Event]) -> Sequence[Event]:
        return [row | {"other": json.loads(row["other"])} for row in rows]


@contextmanager
def log_stores(site: MoodleSite) -> Iterator[LogStores]:
    """Enable the stores of a site; only where to write is set, as it has to be for any event."""
    site.database.execute(
        f"CREATE DATABASE {OUTSIDE}; CREATE TABLE {OUTSIDE}.{TABLE} LIKE mdl_logstore_standard_log;"
        f"GRANT ALL ON {OUTSIDE}.* TO {USER}@localhost;"
    )
    stores = LogStores(site=site)
    place = {
        "dbdriver": "native/mariadb",
        "dbhost": "localhost",
        "dbuser": USER,
        "dbname": OUTSIDE,
        "dbtable": TABLE,
        "dbsocket": str(site.database.socket),
    }
    for name, value in place.items():
        stores.set(name, value, component="logstore_database")
    stores.set("enabled_stores", ",".join(STORES), component="tool_log")
    try:
        yield stores
    finally:
        stores.set("enabled_stores", STORES[0], component="tool_log")
        site.database.execute(f"DROP DATABASE {OUTSIDE}")
