"""The command that exports the record, as an administrator runs it, and files that a page sends."""

from __future__ import annotations

import csv
import http.cookiejar
import io
import json
import re
import subprocess
import urllib.request
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from tests.campus import Person
from tests.moodle.site import MoodleSite

SCRIPT = "local/mcpgate/cli/export.php"
PAGE = "local/mcpgate/audit_export.php"
KIND = "record_exported"


@dataclass(frozen=True, kw_only=True)
class RecordCommand:
    """Runs ``cli/export.php`` of one site."""

    site: MoodleSite

    def attempt(self, *options: str) -> subprocess.CompletedProcess[str]:
        """Run it, whatever it ends with."""
        return self.site.installation.attempt(SCRIPT, *options)

    def lines(self, *options: str) -> list[dict[str, Any]]:
        """Return the rows it writes, one object a line."""
        written = self.site.installation.run(SCRIPT, "--format=jsonl", *options)
        return [json.loads(line) for line in written.splitlines()]

    def table(self, *options: str) -> list[dict[str, str]]:
        """Return the rows it writes as a table."""
        return read_table(self.site.installation.run(SCRIPT, "--format=csv", *options))

    def exports(self) -> list[dict[str, Any]]:
        """Return what is on record of exports."""
        return self.site.database.table("local_mcpgate_audit", where=f"kind = '{KIND}'")

    def exported(self) -> list[str]:
        """Return the record ids of all exports."""
        return [row["recordid"] for row in self.exports()]


class Downloader:
    """Somebody who is logged in and takes files as the bytes they are."""

    def __init__(self, site: MoodleSite, person: Person) -> None:
        self._site = site
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self._browser = urllib.request.build_opener(jar)
        token = re.search(r'name="logintoken" value="(\w+)"', self.get("login/index.php").decode())
        assert token
        form = {"username": person.username, "password": person.password, "logintoken": token[1]}
        found = re.search(r'"sesskey":"(\w+)"', self._post("login/index.php", form).decode())
        assert found
        self.sesskey = found[1]

    def get(self, path: str, **query: str | int) -> bytes:
        """Return what an address answers; raise ``HTTPError`` if it refuses."""
        return self._read(f"{self._site.wwwroot}/{path}?{urlencode(query)}", None)

    def export(self, form: str, **query: str | int) -> bytes:
        """Return the file that the page of the record sends."""
        return self.get(PAGE, **{"format": form, "sesskey": self.sesskey, **query})

    def ajax(self, method: str, arguments: dict[str, Any]) -> Any:
        """Call one of Moodle's functions as its own pages do."""
        url = f"{self._site.wwwroot}/lib/ajax/service.php?sesskey={self.sesskey}"
        body = json.dumps([{"index": 0, "methodname": method, "args": arguments}]).encode()
        return json.loads(self._read(url, body))

    def _post(self, path: str, form: dict[str, str]) -> bytes:
        return self._read(f"{self._site.wwwroot}/{path}", urlencode(form).encode())

    def _read(self, url: str, body: bytes | None) -> bytes:
        with self._browser.open(url, body, timeout=60) as answer:
            content: bytes = answer.read()
        return content


def read_table(text: str) -> list[dict[str, str]]:
    """Return the rows of a table with commas and a head."""
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
