"""Codes and tokens at the bridge, as a sidecar and its client hold them."""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import dataclass, field
from typing import Any

from tests.moodle.bridge_connect import NOTHING, REDIRECT_URI, PendingRequest, consent
from tests.moodle.bridge_connection import CLIENT_IP
from tests.moodle.bridge_door import Answer, BridgeDoor
from tests.moodle.campus import MoodleCampus

DAY_S = 86400


def new_token() -> str:
    return secrets.token_urlsafe(32)


@dataclass(frozen=True, kw_only=True)
class TokenPair:
    """What one redemption or refresh hands out."""

    access: str = field(default_factory=new_token)
    refresh: str = field(default_factory=new_token)

    def hashes(self, door: BridgeDoor) -> dict[str, str]:
        return {"accesshash": door.token_hash(self.access), "refreshhash": door.token_hash(self.refresh)}


@dataclass(frozen=True, kw_only=True)
class Code:
    """A good code, and all that its client needs to redeem it."""

    pending: PendingRequest
    code: str

    @classmethod
    def approved(
        cls, campus: MoodleCampus, username: str, *, client_id: str | None = None, lifetime_s: int | None = None
    ) -> Code:
        """Let a person allow reading, for as long as they choose."""
        pending = PendingRequest.begin(campus, client_id=client_id)
        chosen = NOTHING if lifetime_s is None else {"lifetime": str(lifetime_s)}
        ticket = asyncio.run(consent(campus, pending.url, campus.people[username], mode="read", narrowing=chosen))
        code = new_token()
        assert pending.finish(ticket, code).data["outcome"] == "approved"
        return cls(pending=pending, code=code)

    @property
    def door(self) -> BridgeDoor:
        return self.pending.door

    def ask(self, pair: TokenPair, **changes: Any) -> Answer:
        """Ask for the tokens; ``changes`` replace fields of the operation."""
        fields = {
            "codehashes": [self.door.token_hash(self.code)],
            "client_id": self.pending.client_id,
            "redirect_uri": REDIRECT_URI,
            "code_verifier": self.pending.verifier,
            "resource": self.pending.resource,
            "clientip": CLIENT_IP,
            **pair.hashes(self.door),
        }
        return self.door.ask("code.redeem", **{**fields, **changes})

    def redeem(self) -> Grant:
        pair = TokenPair()
        grant = self.ask(pair).data
        return Grant(
            door=self.door,
            client_id=self.pending.client_id,
            resource=self.pending.resource,
            pair=pair,
            **grant_times(grant),
        )


@dataclass(frozen=True, kw_only=True)
class Grant:
    """A connection and the newest tokens of it that a client knows."""

    door: BridgeDoor
    client_id: str
    resource: str
    pair: TokenPair
    connectionid: int
    access_expires_in: int
    refresh_expires_in: int

    def ask(self, pair: TokenPair, **changes: Any) -> Answer:
        """Ask for the next tokens; ``changes`` replace fields of the operation."""
        fields = {
            "refreshhashes": [self.door.token_hash(self.pair.refresh)],
            "client_id": self.client_id,
            "scopes": None,
            "resource": self.resource,
            "clientip": CLIENT_IP,
            **pair.hashes(self.door),
        }
        return self.door.ask("token.refresh", **{**fields, **changes})

    def refresh(self) -> Grant:
        pair = TokenPair()
        grant = self.ask(pair).data
        return Grant(door=self.door, client_id=self.client_id, resource=self.resource, pair=pair, **grant_times(grant))

    def open(self) -> Answer:
        """Use the access token."""
        return self.door.ask("connection.read", tokenhashes=[self.door.token_hash(self.pair.access)])

    def introspect(self, token: str, *, client_id: str | None = None) -> dict[str, Any]:
        hashes = [self.door.token_hash(token)]
        described = self.door.ask("token.introspect", tokenhashes=hashes, client_id=client_id or self.client_id)
        facts: dict[str, Any] = described.data
        return facts


def grant_times(grant: dict[str, Any]) -> dict[str, int]:
    """Return what a client learns of its grant besides scopes and resource."""
    return {name: grant[name] for name in ("connectionid", "access_expires_in", "refresh_expires_in")}


def reason(answer: Answer) -> str:
    """Return why a grant was refused; an ``AssertionError`` if it was not."""
    assert answer.code == "invalid_grant"
    return str(answer.error["detail"]["reason"])


def revocations(campus: MoodleCampus, connectionid: int) -> tuple[list[str], int]:
    """Return the reasons on record for the end of a connection, and how many events announced it."""
    where = f"kind = 'connection_revoked' AND connectionid = {connectionid}"
    rows = campus.site.database.table("local_mcpgate_audit", where=where)
    events = [
        event
        for event in campus.events()
        if event.name == "connection_revoked" and event.other["connectionid"] == connectionid
    ]
    return [row["errorcode"] for row in rows], len(events)
