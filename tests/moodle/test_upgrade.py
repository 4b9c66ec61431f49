"""What an upgrade makes of connections that an earlier version of the plugin stored."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from tests.moodle.site import MoodleSite

FIRST = 2026112200
LISTS = ("functionpatterns", "courses", "addresses")


def compose_first_version(site: MoodleSite) -> None:
    """Lay down the plugin with the schema and the version it began with."""
    site.compose_plugin()
    for name, pattern, was in [
        ("version.php", r"(\$plugin->version\s*=\s*)\d+", rf"\g<1>{FIRST}"),
        ("db/install.xml", r'\s*<FIELD NAME="(callquota|bytequota)"[^>]*/>', ""),
    ]:
        file = site.plugin_folder / name
        text, changed = re.subn(pattern, was, file.read_text())
        assert changed
        file.write_text(text)


def store_connection(site: MoodleSite, entry: str | None) -> None:
    value = "NULL" if entry is None else f"'{entry}'"
    columns = {"userid": "2", "clientid": "1", "scopes": "'api.read'", "audience": "'https://moodle.example/mcp'"}
    columns |= dict.fromkeys(("timecreated", "timemodified"), "1") | dict.fromkeys(LISTS, value)
    table = "mdl_local_mcpgate_connection"
    site.database.execute(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join(columns.values())})")  # noqa: S608 - tests' own words


def test_lists_that_were_no_limit_become_none_and_those_that_were_one_stay(
    new_site: Callable[..., MoodleSite],
) -> None:
    site = new_site(plugin=False)
    compose_first_version(site)
    site.upgrade()
    for entry in (None, "", "[]", '["7"]', "[7,12]"):
        store_connection(site, entry)
    assert "callquota" not in site.database.table("local_mcpgate_connection")[0]

    site.install_plugin()

    rows = site.database.table("local_mcpgate_connection")
    for column in LISTS:
        lists = [row[column] and json.loads(row[column]) for row in rows]
        assert lists == [None, None, None, ["7"], [7, 12]]
    assert {(row["callquota"], row["bytequota"]) for row in rows} == {(None, None)}
    site.database.update("local_mcpgate_connection", "bytequota = 1000000000000", where="id = 1")
    assert "ok" in site.installation.run("admin/cli/check_database_schema.php").lower()
