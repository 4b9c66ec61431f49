"""The demo as a process of its own, with an administrator's hands on its file."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Self, Unpack

from sidecar.bridge.client import Bridge
from sidecar.bridge.demo.campus import DemoCampus
from sidecar.bridge.demo.limits import change_limits, stored_limits
from sidecar.bridge.demo.operations.connections import read_connection, revoke_connection
from sidecar.bridge.demo.population.courses import DRAFTS, SUBMITTED
from sidecar.bridge.demo.population.people import RESIDENTS, STUDENTS
from sidecar.bridge.demo.transport import DemoTransport
from sidecar.bridge.messages import Limits
from sidecar.demo_server import CAMPUS_NAME, KEY_NAME
from sidecar.site.keyring import KeyRing
from tests.campus import (
    Assignment,
    ClientDocuments,
    ConnectionRow,
    EventRow,
    LifetimeChanges,
    LimitChanges,
    Person,
    Proof,
    RateChanges,
    RegisteredClient,
    SiteMode,
)
from tests.contract.demo_clients import DemoClients

LIFETIME_SETTINGS = {
    "accesstoken": "access_token_ttl_s",
    "refreshtoken": "refresh_token_ttl_s",
    "connection": "connection_lifetime_s",
}
TIMES = {
    "connection": ("id", ("timecreated", "timeactivated", "timeexpires", "timelastused")),
    "request": ("connectionid", ("timecreated", "timeexpires", "timecodeexpires")),
    "token": ("connectionid", ("timecreated", "timeexpires", "timesuperseded")),
}
"""Every table with times of a connection: how its rows name the connection, and which columns hold times."""

_STOP_S = 30


class DemoProcess:
    """``python -m sidecar demo`` on a free port, as anybody would start it."""

    name = "demo"

    def __init__(self, *, module: str = "sidecar") -> None:
        """Take the module to run in place of the product, with the same arguments."""
        self._module = module

    def __enter__(self) -> Self:
        self._folder = tempfile.TemporaryDirectory(prefix="moodle-mcp-contract-")
        command = [sys.executable, "-m", self._module, "demo", "--port", "0", "--state-dir", self._folder.name]
        self._log = (Path(self._folder.name) / "demo.log").open("w+")
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=self._log, text=True)
        try:
            self.mcp_url = self._announced_url()
        except BaseException:
            self.__exit__()
            raise
        self.wwwroot = self.mcp_url.removesuffix("/mcp")
        self._campus = DemoCampus.open(Path(self._folder.name) / CAMPUS_NAME, wwwroot=self.wwwroot)
        tokens = KeyRing.parse([(Path(self._folder.name) / KEY_NAME).read_text().strip()])
        self._clients = DemoClients(self._campus, tokens)
        self._read_facts()
        self.set_rates(connection=None, user=None, address=None)
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._process.terminate()
        self._process.communicate(timeout=_STOP_S)
        self._log.close()
        if hasattr(self, "_campus"):
            self._campus.close()
        self._folder.cleanup()

    def set_site_mode(self, mode: SiteMode) -> None:
        self._campus.settings.set("site_mode", mode)

    def set_enabled(self, enabled: bool) -> None:
        self._campus.settings.set("enabled", enabled)

    def set_maintenance(self, on: bool) -> None:
        self._campus.settings.set("maintenance", on)

    def set_assessment(self, allowed: bool) -> None:
        self._campus.settings.set("assessment", allowed)

    def set_rates(self, **rates: Unpack[RateChanges]) -> None:
        for name, rate in rates.items():
            self._campus.settings.set(f"{name}_rate", rate)

    def set_client_documents(self, how: ClientDocuments) -> None:
        self._campus.settings.set("client_documents", how)

    def set_allowed_origins(self, origins: Sequence[str]) -> None:
        self._campus.settings.set("allowed_origins", list(origins))

    def set_lifetimes(self, **lifetimes: Unpack[LifetimeChanges]) -> None:
        for name, seconds in lifetimes.items():
            self._campus.settings.set(LIFETIME_SETTINGS[name], seconds)

    def register_client(
        self,
        *,
        name: str,
        redirect_uris: Sequence[str],
        proof: Proof = "none",
        jwks: Mapping[str, Any] | None = None,
    ) -> RegisteredClient:
        return self._clients.register(name=name, redirect_uris=redirect_uris, proof=proof, jwks=jwks)

    def pin_document(self, document: Mapping[str, Any]) -> None:
        self._clients.pin(document)

    def delete_client(self, client_id: str) -> None:
        self._clients.delete(client_id)

    def suspend(self, username: str) -> None:
        self._change_person(username, "suspended", 1)
        for connection in self.connections(username):
            if connection.timerevoked is None:
                self.revoke_connection(connection.id)

    def restore(self, username: str) -> None:
        self._change_person(username, "suspended", 0)

    def withdraw_capability(self, username: str) -> None:
        self._change_person(username, "mayconnect", 0)

    def grant_capability(self, username: str) -> None:
        self._change_person(username, "mayconnect", 1)

    def force_password_change(self, username: str, *, forced: bool) -> None:
        self._change_person(username, "mustchangepassword", int(forced))

    def set_deleted(self, username: str, *, deleted: bool) -> None:
        self._change_person(username, "deleted", int(deleted))

    def open_to_guests(self) -> Person:
        return self.people["guest"]

    def connections(self, username: str) -> Sequence[ConnectionRow]:
        rows = self._campus.store.rows(
            "SELECT * FROM connection WHERE userid = ? ORDER BY id", self.people[username].userid
        )
        return [
            ConnectionRow(
                id=row["id"],
                userid=row["userid"],
                scopes=tuple(row["scopes"].split()),
                timerevoked=row["timerevoked"],
                timeexpires=row["timeexpires"],
            )
            for row in rows
        ]

    def revoke_connection(self, connectionid: int) -> None:
        revoke_connection(self._campus, connectionid, "admin")

    def expire_access_tokens(self, connectionid: int) -> None:
        sql = "UPDATE token SET timeexpires = 1 WHERE kind = 'access' AND connectionid = ?"
        self._campus.store.execute(sql, connectionid)
        self._campus.settings.touch()

    def let_time_pass(self, connectionid: int, seconds: int) -> None:
        for table, (owner, columns) in TIMES.items():
            moved = ", ".join(f"{column} = {column} - {seconds:d}" for column in columns)
            sql = f"UPDATE {table} SET {moved} WHERE {owner} = ?"  # noqa: S608 - names are this file's own
            self._campus.store.execute(sql, connectionid)
        self._campus.settings.touch()

    def readdress(self, connectionid: int, resource: str) -> None:
        self._campus.store.execute("UPDATE connection SET resource = ? WHERE id = ?", resource, connectionid)
        self._campus.settings.touch()

    def set_limits(self, connectionid: int, **limits: Unpack[LimitChanges]) -> None:
        connection = read_connection(self._campus, connectionid)
        changed = Limits.model_validate(stored_limits(connection).model_dump() | limits)
        change_limits(self._campus, connection, changed)

    def audit_rows(self) -> Sequence[Mapping[str, Any]]:
        return self._campus.store.rows("SELECT * FROM audit ORDER BY id")

    def events(self) -> Sequence[EventRow]:
        return [
            EventRow(id=row["id"], name=row["name"], userid=row["userid"], other=json.loads(row["other"]))
            for row in self._campus.store.rows("SELECT * FROM event ORDER BY id")
        ]

    def bridge(self) -> Bridge:
        path = Path(self._folder.name) / CAMPUS_NAME
        return Bridge(DemoTransport(DemoCampus.open(path, wwwroot=self.wwwroot)))

    def _announced_url(self) -> str:
        for line in self._process.stdout or ():
            if line.strip().startswith("http://"):
                return line.strip()
        self._log.seek(0)
        raise RuntimeError(f"the demo did not start: {self._log.read()}")

    def _read_facts(self) -> None:
        store = self._campus.store
        ids = {row["username"]: row["id"] for row in store.rows("SELECT id, username FROM user")}
        self.people: Mapping[str, Person] = {
            "admin" if resident.siteadmin else resident.username: Person(
                username=resident.username, password=resident.password, userid=ids[resident.username]
            )
            for resident in RESIDENTS
        }
        self.courseid = int(store.value("SELECT id FROM course WHERE fullname = 'Project Management'"))
        self.other_courseid = int(store.value("SELECT id FROM course WHERE fullname = 'Data Analysis'"))
        self.forumid = int(store.value("SELECT id FROM forum WHERE name = 'Questions and answers'"))
        final = int(store.value("SELECT id FROM assignment WHERE name = 'Final project'"))
        cmid = int(store.value("SELECT id FROM module WHERE modname = 'assign' AND instance = ?", final))
        self.assignment = Assignment(id=final, cmid=cmid, participants=STUDENTS, submitted=SUBMITTED, drafts=DRAFTS)

    def _change_person(self, username: str, column: str, value: int) -> None:
        sql = f"UPDATE user SET {column} = ? WHERE id = ?"  # noqa: S608 - columns are named above
        self._campus.store.execute(sql, value, self.people[username].userid)
        self._campus.settings.touch()
