"""Calls functions one after the other and keeps what came of each."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from tests.moodle.bridge_connect import connect_at_the_bridge
from tests.moodle.bridge_connection import BridgeConnection
from tests.moodle.bridge_door import BridgeDoor
from tests.moodle.campus import MoodleCampus
from tests.moodle.sweep.change_log import ChangeLog, RowChange
from tests.moodle.sweep.doors import AtTheBridge, Door, Outcome, ThroughTheSidecar
from tests.moodle.sweep.functions import Function, functions_of
from tests.moodle.sweep.scene import Scene
from tests.moodle.sweep.twins import Facts, IdMap, Twin

ROLES = ("student", "teacher", "manager")
"""In the order in which they are swept: who can change the most comes last."""

Way = Literal["bridge", "sidecar"]


@dataclass(frozen=True, kw_only=True)
class Call:
    """One call; the log of changes was this long before and after it."""

    role: str
    way: str
    function: Function
    arguments: Mapping[str, Any]
    outcome: Outcome
    start: int
    end: int

    def __str__(self) -> str:
        shown = json.dumps(self.arguments, ensure_ascii=False)
        return f"{self.function.name} as {self.role} by the {self.way} with {shown}: {self.outcome.code or 'ran'}"


class Sweeper:
    """Knows the functions of one site, and the people and courses to call them with."""

    def __init__(self, campus: MoodleCampus) -> None:
        self.campus = campus
        self.facts = Facts.of(campus.site.facts)
        self.functions = functions_of(BridgeDoor.of(campus.site))
        self.ids = IdMap.of(campus.site.database, self.facts.stride)
        self.log = ChangeLog(campus.site.database)

    def connect(self, role: str, *, scopes: tuple[str, ...], courses: tuple[int, ...] = ()) -> BridgeConnection:
        narrowing = {"courses[]": [str(courseid) for courseid in courses]} if courses else {}
        return connect_at_the_bridge(self.campus, f"twin.{role}", scopes=scopes, narrowing=narrowing)

    def door(self, connection: BridgeConnection, way: Way) -> Door:
        if way == "bridge":
            return AtTheBridge(connection=connection)
        return ThroughTheSidecar(mcp_url=self.campus.mcp_url, accesstoken=connection.accesstoken)

    def arguments(self, function: Function, role: str, twin: Twin) -> Mapping[str, Any]:
        database, wwwroot = self.campus.site.database, self.campus.wwwroot
        scene = Scene(database=database, wwwroot=wwwroot, facts=self.facts, twin=twin, caller=f"twin.{role}")
        return function.arguments(scene)

    def call(self, role: str, door: Door, wanted: Iterable[tuple[Function, Mapping[str, Any]]]) -> list[Call]:
        return [self._call(role, door, function, arguments) for function, arguments in wanted]

    def changes(self, start: int) -> list[RowChange]:
        return self.log.since(start)

    def _call(self, role: str, door: Door, function: Function, arguments: Mapping[str, Any]) -> Call:
        start = self.log.position
        outcome = door.call(function.name, arguments)
        end = self.log.position
        return Call(
            role=role, way=door.name, function=function, arguments=arguments, outcome=outcome, start=start, end=end
        )
