"""A real Moodle with the plugin and the sidecar, as the contract tests see a campus."""

from __future__ import annotations

import contextlib
import functools
import json
from collections.abc import Mapping, Sequence
from typing import Any, Self, Unpack

from tests.campus import Assignment, ConnectionRow, EventRow, LimitChanges, Person, RateChanges, SiteMode
from tests.moodle.seeded import ADMIN_PASSWORD, seeded_site
from tests.moodle.sidecar_process import SidecarProcess
from tests.moodle.site import MoodleSite, Seed

EVENT_NAMESPACE = "\\local_mcpgate\\event\\"

GUEST_ID = 1


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

    def suspend(self, username: str) -> None:
        self._control("update_person", username=username, fields={"suspended": 1})

    def restore(self, username: str) -> None:
        self._control("update_person", username=username, fields={"suspended": 0})

    def withdraw_capability(self, username: str) -> None:
        self._control("withdraw", username=username)

    def grant_capability(self, username: str) -> None:
        self._control("grant", username=username)

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

    def set_limits(self, connectionid: int, **limits: Unpack[LimitChanges]) -> None:
        options = [f"--{name}={_option(value)}" for name, value in limits.items()]
        self.site.installation.run("local/mcpgate/cli/connections.php", f"--change={connectionid}", *options)

    def audit_rows(self) -> Sequence[Mapping[str, Any]]:
        return self.site.database.table("local_mcpgate_audit")

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

    def _control(self, action: str, **arguments: Any) -> Any:
        return self.site.installation.control(action, **arguments)


def _option(limit: object) -> str:
    """Return a limit as the command takes it."""
    if limit is None:
        return "none"
    if isinstance(limit, bool):
        return "yes" if limit else "no"
    return ",".join(str(item) for item in limit) if isinstance(limit, list | tuple) else str(limit)
