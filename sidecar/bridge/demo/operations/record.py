"""``record``: what sidecars decided by themselves."""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from sidecar.bridge.demo import journal
from sidecar.bridge.demo.campus import DemoCampus
from sidecar.bridge.demo.operations.question import Answer, Question
from sidecar.bridge.demo.store import Row
from sidecar.bridge.errors import BridgeError


class Record(BaseModel):
    """One record of a sidecar; nothing in it says who the person is."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    recordid: UUID
    timecreated: float
    kind: Literal["call", "auth_failed", "rate_limited", "record_rolled_back"]
    tool: Annotated[str, Field(max_length=64)]
    function: Annotated[str, Field(max_length=200)] | None
    outcome: Literal["allowed", "denied", "error"]
    errorcode: Annotated[str, Field(max_length=100)]
    connectionid: int | None
    clientid: str
    argumentkeys: Annotated[list[str], Field(max_length=100)]
    clientip: Annotated[str, Field(max_length=45)]
    durationms: int
    resultbytes: int
    protocol: Annotated[str, Field(max_length=20)]
    useragent: Annotated[str, Field(max_length=255)]
    node: Annotated[str, Field(max_length=100)]
    count: Annotated[int, Field(ge=1)]


class RecordMany(Question):
    records: Annotated[list[dict[str, Any]], Field(max_length=500)]


def answer(campus: DemoCampus, question: RecordMany) -> Answer:
    records = [_read(number, fields) for number, fields in enumerate(question.records)]
    stored = 0
    with campus.store.writing():
        for record in records:
            if campus.store.value("SELECT 1 FROM audit WHERE recordid = ?", str(record.recordid)) is None:
                _store(campus, record)
                stored += 1
    return {"stored": stored, "known": len(records) - stored}


def _read(number: int, fields: dict[str, Any]) -> Record:
    try:
        return Record.model_validate(fields)
    except ValidationError as error:
        raise BridgeError("bridge_bad_request", f"Record {number} is not one: {error}", {"index": number}) from error


def _store(campus: DemoCampus, record: Record) -> None:
    connection = _connection(campus, record.connectionid)
    journal.write(
        campus,
        {
            **record.model_dump(exclude={"recordid", "function", "clientid", "argumentkeys", "count", "timecreated"}),
            "recordid": str(record.recordid),
            "timecreated": min(int(record.timecreated), campus.now),
            "functionname": record.function,
            "userid": connection.get("userid"),
            "client": connection.get("client_name") or record.clientid or None,
            "scopes": connection.get("scopes"),
            "argumentkeys": json.dumps(record.argumentkeys),
            "attempts": record.count,
        },
    )


def _connection(campus: DemoCampus, connectionid: int | None) -> Row:
    found = campus.store.row(
        "SELECT c.userid, c.scopes, cl.name AS client_name FROM connection c JOIN client cl ON cl.id = c.clientid"
        " WHERE c.id = ?",
        connectionid,
    )
    return found or {}
