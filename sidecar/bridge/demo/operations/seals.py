"""``record.seal`` and ``record.read``: the campus' chain, and its rows in the order of it."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from typing import Annotated

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pydantic import BaseModel, ConfigDict, Field

from sidecar.bridge.demo.campus import DemoCampus
from sidecar.bridge.demo.operations.question import Answer, Hash, Question
from sidecar.bridge.demo.store import Row

_GENESIS = "0" * 64
_TO_WIRE = {"functionname": "function", "functionclass": "class", "attempts": "count"}


class Head(BaseModel):
    """A head that a sidecar was told before."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    number: Annotated[int, Field(ge=1)]
    head: Hash
    keyid: Annotated[str, Field(max_length=64)]


class RecordSeal(Question):
    known: Head | None


class Position(BaseModel):
    """Up to where somebody has read."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    number: Annotated[int, Field(ge=0)]
    hash: Hash
    time: Annotated[int, Field(ge=0)]


class RecordRead(Question):
    after: Position | None
    limit: Annotated[int, Field(ge=1, le=500)]


def seal(campus: DemoCampus, question: RecordSeal) -> Answer:
    with campus.store.writing():
        holds = None if question.known is None else _holds(campus, question.known)
        sealed = _seal_what_is_final(campus)
        newest = campus.store.row("SELECT * FROM seal ORDER BY number DESC LIMIT 1")
    return {"sealed": sealed, "head": newest, "holds": holds}


def read(campus: DemoCampus, question: RecordRead) -> Answer:
    after = 0 if question.after is None else _last_number(campus, question.after)
    rows = campus.store.rows(
        "SELECT * FROM audit WHERE chainnumber > ? ORDER BY chainnumber LIMIT ?", after, question.limit
    )
    position = None if question.after is None else question.after.model_dump()
    if rows:
        position = _position_of(campus, rows[-1])
    return {"rows": [_to_wire(row) for row in rows], "position": position, "complete": len(rows) < question.limit}


def _last_number(campus: DemoCampus, position: Position) -> int:
    if campus.store.value("SELECT chainhash FROM audit WHERE chainnumber = ?", position.number) == position.hash:
        return position.number
    sealed_before = "SELECT COALESCE(MAX(chainlength), 0) FROM seal WHERE timecreated < ?"
    return int(campus.store.value(sealed_before, position.time))


def _position_of(campus: DemoCampus, row: Row) -> Answer:
    number = row["chainnumber"]
    time = campus.store.value("SELECT MIN(timecreated) FROM seal WHERE chainlength >= ?", number)
    return {"number": number, "hash": row["chainhash"], "time": time}


def _holds(campus: DemoCampus, known: Head) -> bool:
    signed = "SELECT seal.* FROM seal JOIN seal_key USING (keyid) WHERE number = ? AND head = ? AND keyid = ?"
    return campus.store.row(signed, known.number, known.head, known.keyid) is not None


def _seal_what_is_final(campus: DemoCampus) -> int:
    rows = campus.store.rows("SELECT * FROM audit WHERE chainnumber IS NULL AND outcome <> 'started' ORDER BY id")
    if not rows:
        return 0
    newest = campus.store.row("SELECT * FROM seal ORDER BY number DESC LIMIT 1")
    number, length, head = (newest["number"], newest["chainlength"], newest["head"]) if newest else (0, 0, _GENESIS)
    for row in rows:
        length += 1
        head = hashlib.sha256(f"{head}\n{_canonical(row, length)}".encode()).hexdigest()
        campus.store.execute("UPDATE audit SET chainnumber = ?, chainhash = ? WHERE id = ?", length, head, row["id"])
    facts = {"number": number + 1, "chainlength": length, "head": head, "timecreated": campus.now}
    campus.store.insert("seal", facts | {"rows": len(rows)} | _signature(campus, facts))
    return len(rows)


def _canonical(row: Row, chainnumber: int) -> str:
    return json.dumps(row | {"chainnumber": chainnumber, "chainhash": None}, sort_keys=True, ensure_ascii=False)


def _signature(campus: DemoCampus, facts: Row) -> Row:
    key = campus.store.row("SELECT * FROM seal_key LIMIT 1")
    if key is None:
        key = {"keyid": secrets.token_hex(4), "private": Ed25519PrivateKey.generate().private_bytes_raw()}
        campus.store.insert("seal_key", key)
    signed = "\n".join(["mcpgate-seal", campus.wwwroot, *(str(value) for value in facts.values())])
    signature = Ed25519PrivateKey.from_private_bytes(key["private"]).sign(signed.encode())
    return {"keyid": key["keyid"], "signature": base64.b64encode(signature).decode()}


def _to_wire(row: Row) -> Answer:
    wire = {_TO_WIRE.get(name, name): value for name, value in row.items() if name != "timedeadline"}
    return wire | {"argumentkeys": json.loads(row["argumentkeys"] or "[]")}
