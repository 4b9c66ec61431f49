"""A real Moodle with the plugin and the sidecar, as the contract tests see a campus."""

from __future__ import annotations

import contextlib
import functools
import json
import tomllib
from collections.abc import Mapping, Sequence
from typing import Any, Self, Unpack

from sidecar.bridge.client import Bridge
from sidecar.bridge.http import HttpTransport
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
from tests.moodle.seeded import ADMIN_PASSWORD, seeded_site
from tests.moodle.sidecar_process import SidecarProcess
from tests.moodle.site import MoodleSite, Seed

EVENT_NAMESPACE = "\\local_mcpgate\\event\\"

GUEST_ID = 1
LIFETIME_SETTINGS = {
    "accesstoken": "accesstokenttl",
    "refreshtoken": "refreshtokenttl",
    "connection": "connectionlifetime",
}
TIMES = {
    "connection": ("id", ("timecreated", "timeactivated", "timeexpires", "timelastused")),
    "request": ("connectionid", ("timecreated", "timeexpires", "timecodeexpires")),
    "token": ("connectionid", ("timecreated", "timeexpires", "timesuperseded")),
}
"""Every table with times of a connection: how its rows name the connection, and which columns hold times."""


class MoodleCampus:
    """Boots on entry; raises ``MoodleUnavailable`` where a real Moodle cannot run."""

    name = "moodle"

    def __init__(
        self,
        *,
        prefix: str = "",
        probe: bool = False,
        durable: bool = False,
        recorded: bool = False,
        seed: Seed = seeded_site,
    ) -> None:
        """Take what ``MoodleSite`` takes."""
        self._boot = functools.partial(
            MoodleSite, prefix=prefix, probe=probe, durable=durable, recorded=recorded, seed=seed
        )

    def __enter__(self) -> Self:
        with contextlib.ExitStack() as stack:
            self.site = stack.enter_context(self._boot())
            self._read_facts()
            self.configure()
            self.sidecar = SidecarProcess(self.site)
            self.sidecar.configure()
            self.sidecar.start()
            stack.callback(self.sidecar.stop)
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._stack.close()

    def configure(self) -> None:
        """Do what an admin does once after installing: say where the sidecar is, and who may connect.

        Rates are off, so that no test meets those of another.
        """
        self._change_settings(s_local_mcpgate_publicurl=self.mcp_url)
        self.set_rates(connection=None, user=None, address=None)
        self._control("let_people_connect")

    def set_site_mode(self, mode: SiteMode) -> None:
        self._change_settings(s_local_mcpgate_sitemode=mode)

    def set_enabled(self, enabled: bool) -> None:
        self._change_settings(s_local_mcpgate_enabled=int(enabled))

    def set_maintenance(self, on: bool) -> None:
        self._change_settings(s__maintenance_enabled=int(on))

    def set_assessment(self, allowed: bool) -> None:
        self._change_settings(s_local_mcpgate_allowassessment=int(allowed))

    def change_settings(self, **values: str | int) -> None:
        """Set settings of the plugin, by their short names, as its settings page does."""
        self._change_settings(**{f"s_local_mcpgate_{name}": value for name, value in values.items()})

    def set_rates(self, **rates: Unpack[RateChanges]) -> None:
        self._change_settings(**{f"s_local_mcpgate_{name}rate": rate or 0 for name, rate in rates.items()})

    def set_client_documents(self, how: ClientDocuments) -> None:
        self.change_settings(clientdocuments=how)

    def set_allowed_origins(self, origins: Sequence[str]) -> None:
        self.change_settings(allowedorigins="\n".join(origins))

    def set_lifetimes(self, **lifetimes: Unpack[LifetimeChanges]) -> None:
        for name, seconds in lifetimes.items():
            # As the form of a duration sends it: a number and the seconds of its unit.
            self._change_settings(**{f"s_local_mcpgate_{LIFETIME_SETTINGS[name]}": {"v": seconds, "u": 1}})

    def register_client(
        self,
        *,
        name: str,
        redirect_uris: Sequence[str],
        proof: Proof = "none",
        jwks: Mapping[str, Any] | None = None,
    ) -> RegisteredClient:
        options = [f"--redirect-uri={uri}" for uri in redirect_uris]
        if jwks is not None:
            file = self.site.path / "client_keys.json"
            file.write_text(json.dumps(jwks))
            options.append(f"--jwks={file}")
        (made,) = self._clients("--create", f"--name={name}", f"--auth={proof}", *options)
        return RegisteredClient(client_id=made["client_id"], secret=made.get("client_secret"))

    def pin_document(self, document: Mapping[str, Any]) -> None:
        file = self.site.path / "pinned_document.json"
        file.write_text(json.dumps(document))
        self._clients(f"--pin={file}", f"--client-id={document['client_id']}")

    def delete_client(self, client_id: str) -> None:
        self._clients(f"--delete={client_id}")

    def suspend(self, username: str) -> None:
        self._control("update_person", username=username, fields={"suspended": 1})

    def restore(self, username: str) -> None:
        self._control("update_person", username=username, fields={"suspended": 0})

    def withdraw_capability(self, username: str) -> None:
        self._control("withdraw", username=username)

    def grant_capability(self, username: str) -> None:
        self._control("grant", username=username)

    def force_password_change(self, username: str, *, forced: bool) -> None:
        self._control("force_password_change", username=username, forced=forced)

    def set_deleted(self, username: str, *, deleted: bool) -> None:
        self.site.database.update("user", f"deleted = {deleted:d}", where=f"id = {self.people[username].userid}")

    def list_functions(self, component: str) -> None:
        """Let assistants know of another plugin's functions, as such that only read."""
        self._control("list_functions", component=component)

    def open_to_guests(self) -> Person:
        self._change_settings(s__guestloginbutton=1)
        return Person(username="guest", password="guest", userid=GUEST_ID)

    def connections(self, username: str) -> Sequence[ConnectionRow]:
        userid = self.people[username].userid
        return [
            ConnectionRow(
                id=row["id"],
                userid=row["userid"],
                scopes=tuple(row["scopes"].split()),
                timerevoked=row["timerevoked"],
                timeexpires=row["timeexpires"],
            )
            for row in self.site.database.table("local_mcpgate_connection", where=f"userid = {userid}")
        ]

    def revoke_connection(self, connectionid: int) -> None:
        self.site.installation.run("local/mcpgate/cli/connections.php", f"--revoke={connectionid}")

    def expire_access_tokens(self, connectionid: int) -> None:
        database = self.site.database
        database.update(
            "local_mcpgate_token", "timeexpires = 1", where=f"kind = 'access' AND connectionid = {connectionid}"
        )
        self._forget_connections()

    def let_time_pass(self, connectionid: int, seconds: int) -> None:
        database = self.site.database
        tokens = f"SELECT tokenhash FROM mdl_local_mcpgate_token WHERE connectionid = {connectionid:d}"  # noqa: S608
        refreshed = f"kind = 'refresh' AND SUBSTRING_INDEX(spentkey, ':', 1) IN ({tokens})"
        database.update("local_mcpgate_spent", f"timecreated = timecreated - {seconds:d}", where=refreshed)
        for table, (owner, columns) in TIMES.items():
            moved = ", ".join(f"{column} = {column} - {seconds:d}" for column in columns)
            database.update(f"local_mcpgate_{table}", moved, where=f"{owner} = {connectionid}")
        self._forget_connections()

    def readdress(self, connectionid: int, resource: str) -> None:
        self.site.database.update("local_mcpgate_connection", f"audience = '{resource}'", where=f"id = {connectionid}")
        self._forget_connections()

    def set_limits(self, connectionid: int, **limits: Unpack[LimitChanges]) -> None:
        options = [f"--{name}={_option(value)}" for name, value in limits.items()]
        self.site.installation.run("local/mcpgate/cli/connections.php", f"--change={connectionid}", *options)

    def audit_rows(self, where: str = "1") -> Sequence[Mapping[str, Any]]:
        return self.site.database.table("local_mcpgate_audit", where=where)

    def events(self) -> Sequence[EventRow]:
        return [
            EventRow(
                id=row["id"],
                name=row["eventname"].removeprefix(EVENT_NAMESPACE),
                userid=row["userid"],
                other=json.loads(row["other"] or "{}") or {},
            )
            for row in self.site.database.table("logstore_standard_log", where="component = 'local_mcpgate'")
        ]

    def bridge(self) -> Bridge:
        config = tomllib.loads(self.sidecar.config.read_text())
        url = f"{self.wwwroot}/local/mcpgate/bridge.php"
        keys = KeyRing.parse(config["bridge"]["keys"])
        return Bridge(HttpTransport(bridge_url=url, wwwroot=self.wwwroot, keys=keys))

    def _read_facts(self) -> None:
        facts = self.site.facts
        self.mcp_url = self.site.mcp_url
        self.wwwroot = self.site.wwwroot
        self.people: Mapping[str, Person] = {
            username: Person(
                username=username,
                password=ADMIN_PASSWORD if username == "admin" else facts["password"],
                userid=userid,
            )
            for username, userid in facts["people"].items()
        }
        self.courseid: int = facts["courses"]["management"]
        self.other_courseid: int = facts["courses"]["analysis"]
        self.forumid: int = facts["forum"]
        self.assignment = Assignment(
            **facts["assignment"],
            participants=facts["participants"],
            submitted=facts["submitted"],
            drafts=facts["drafts"],
        )

    def _change_settings(self, **values: Any) -> None:
        if errors := self._control("settings", **values):
            raise ValueError(f"Moodle refused the settings: {errors}")

    def _forget_connections(self) -> None:
        """Let sidecars read connections anew, after a change behind Moodle's back."""
        self.site.database.update(
            "config_plugins", "value = value + 1", where="plugin = 'local_mcpgate' AND name = 'epoch'"
        )

    def _clients(self, *options: str) -> Any:
        """Run the plugin's command for clients; return what it reports."""
        return json.loads(self.site.installation.run("local/mcpgate/cli/clients.php", "--json", *options))

    def _control(self, action: str, **arguments: Any) -> Any:
        return self.site.installation.control(action, **arguments)


def _option(limit: object) -> str:
    """Return a limit as the command takes it."""
    if limit is None:
        return "none"
    if isinstance(limit, bool):
        return "yes" if limit else "no"
    return ",".join(str(item) for item in limit) if isinstance(limit, list | tuple) else str(limit)
