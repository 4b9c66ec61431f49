"""``call``: run one function as the person who connected."""

from __future__ import annotations

import json
import time
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from sidecar.bridge.demo.attempt import Attempt
from sidecar.bridge.demo.campus import DemoCampus
from sidecar.bridge.demo.functions.description import DemoFunction
from sidecar.bridge.demo.limits import limits_in_force
from sidecar.bridge.demo.operations.addresses import require_address
from sidecar.bridge.demo.operations.connections import find_token, read_connection, require_connection, to_wire
from sidecar.bridge.demo.operations.courses import keep_within_courses
from sidecar.bridge.demo.operations.meter import require_room
from sidecar.bridge.demo.operations.question import Answer, Hashes, Question
from sidecar.bridge.demo.operations.reach import find_function, require_allowed, require_no_approval, require_writable
from sidecar.bridge.demo.people import read_person, require_admitted, require_capability, require_live, require_ready
from sidecar.bridge.demo.store import Row
from sidecar.bridge.demo.visit import AccessDeniedError, FunctionError, Visit
from sidecar.bridge.errors import BridgeError
from sidecar.bridge.messages import Limits


class CallRecord(Question):
    recordid: Annotated[UUID, Field(strict=False)]
    tool: str
    clientip: str
    protocol: str
    useragent: str
    node: str


class Call(Question):
    tokenhashes: Hashes
    revision: int
    function: str
    arguments: dict[str, Any]
    deadline_s: Annotated[int, Field(ge=1)]
    record: CallRecord


def answer(campus: DemoCampus, question: Call) -> Answer:
    attempt = Attempt(campus, question.record.model_dump(mode="json"), question.function)
    began = time.perf_counter()
    try:
        data = _run(campus, question, attempt)
    except BridgeError as refusal:
        if refusal.code != "stale_connection":
            attempt.refused(refusal.code, _milliseconds(began))
        raise
    data["durationms"] = _milliseconds(began)
    attempt.allowed(data["resultbytes"], data["durationms"])
    return data


def _run(campus: DemoCampus, question: Call, attempt: Attempt) -> Answer:
    token, connection = _live_connection(campus, question, attempt)
    if question.revision != connection["revision"]:
        fresh = {"connection": to_wire(campus, token, connection)}
        raise BridgeError("stale_connection", "The connection has changed since it was read.", fresh)
    require_address(connection, question.record.clientip)
    limits = limits_in_force(campus, connection)
    person = _require_person(campus, connection)
    found = find_function(limits, question.function, question.arguments, attempt)
    require_writable(campus, found)
    require_ready(person)
    require_capability(person)
    function, arguments = require_allowed(campus, found, token, question.arguments)
    visit = _visit(campus, person, limits)
    arguments, filtered = keep_within_courses(visit, function, arguments)
    require_no_approval(function, limits)
    require_room(campus, connection["id"], attempt.start(question.deadline_s), limits)
    result = _run_function(function, visit, arguments)
    campus.store.execute("UPDATE connection SET timelastused = ? WHERE id = ?", campus.now, connection["id"])
    size = len(json.dumps(result).encode())
    return {"result": result, "class": function.function_class, "resultbytes": size, "filtered": filtered}


def _require_person(campus: DemoCampus, connection: Row) -> Row:
    person = read_person(campus, connection["userid"])
    require_live(campus, person)
    require_admitted(campus, person)
    return person


def _visit(campus: DemoCampus, person: Row, limits: Limits) -> Visit:
    courses = None if limits.courses is None else frozenset(limits.courses)
    return Visit(store=campus.store, person=person, now=campus.now, wwwroot=campus.wwwroot, courses=courses)


def _live_connection(campus: DemoCampus, question: Call, attempt: Attempt) -> tuple[Row, Row]:
    """Return token and connection; of one that ended the record still says whose it was."""
    try:
        token, connection = require_connection(campus, question.tokenhashes)
    except BridgeError:
        ended = find_token(campus, question.tokenhashes, kind="access")
        if ended is not None:
            attempt.of(read_connection(campus, ended["connectionid"]))
        raise
    attempt.of(connection)
    return token, connection


def _run_function(function: DemoFunction, visit: Visit, arguments: dict[str, Any]) -> Any:
    try:
        with visit.store.writing():
            return function.run(visit, arguments)
    except AccessDeniedError as error:
        detail = {"exception": error.exception, "errorcode": error.errorcode}
        raise BridgeError("denied_by_moodle", str(error), detail) from error
    except FunctionError as error:
        detail = {"exception": error.exception, "errorcode": error.errorcode}
        raise BridgeError("function_failed", str(error), detail) from error


def _milliseconds(began: float) -> int:
    return round((time.perf_counter() - began) * 1000)
