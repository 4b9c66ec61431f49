"""``client.rehash`` and ``client.spend_assertion``: what clients prove themselves with."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from sidecar.bridge.demo.campus import DemoCampus
from sidecar.bridge.demo.operations.clients import require_client
from sidecar.bridge.demo.operations.question import Answer, Hash, Question
from sidecar.bridge.errors import BridgeError


class ClientRehash(Question):
    client_id: str
    secrethash: Hash
    newhash: Hash


class ClientSpendAssertion(Question):
    client_id: str
    jtihash: Hash
    timeexpires: Annotated[int, Field(ge=0)]


def rehash(campus: DemoCampus, question: ClientRehash) -> Answer:
    with campus.store.writing():
        client = require_client(campus, question.client_id)
        if client["secrethash"] != question.secrethash:
            return {"changed": False}
        campus.store.execute("UPDATE client SET secrethash = ? WHERE id = ?", question.newhash, client["id"])
    return {"changed": True}


def spend_assertion(campus: DemoCampus, question: ClientSpendAssertion) -> Answer:
    client = require_client(campus, question.client_id)
    if not campus.store.spend("assertion", f"{client['id']}:{question.jtihash}", campus.now):
        raise BridgeError("assertion_replayed", "This assertion was used before.")
    return {}
