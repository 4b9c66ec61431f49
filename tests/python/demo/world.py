"""A campus on a clock of its own, asked through the bridge."""

from __future__ import annotations

import base64
import hashlib
import shutil
import uuid
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from sidecar.bridge.client import Bridge
from sidecar.bridge.demo import consent
from sidecar.bridge.demo.campus import DemoCampus
from sidecar.bridge.demo.transport import DemoTransport
from sidecar.bridge.errors import BridgeError
from sidecar.bridge.messages import CallAnswer, CallRecord, Client, Grant, Limits, PendingRequest

WWWROOT = "http://127.0.0.1:8765"
REDIRECT = "http://127.0.0.1/callback"
VERIFIER = "v" * 43
CLIENT = Client(client_id="client", kind="dynamic", name="A client", redirect_uris=(REDIRECT,), auth_method="none")

NO_LIMITS = Limits()


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 1_790_000_000.0

    def __call__(self) -> float:
        return self.now


def hashed(value: str) -> str:
    return hashlib.sha256(value.encode()).hexdigest()


def reason(error: BridgeError) -> str:
    return str(error.detail.get("reason", error.code))


async def refusal(awaitable: Awaitable[object]) -> str:
    """Return why the campus refuses, which it has to."""
    with pytest.raises(BridgeError) as refused:
        await awaitable
    return reason(refused.value)


@dataclass(frozen=True, kw_only=True)
class CampusWorld:
    """The campus, its clock, and a client that walks the way to tokens."""

    campus: DemoCampus
    clock: Clock
    bridge: Bridge

    def userid(self, username: str) -> int:
        return int(self.campus.store.value("SELECT id FROM user WHERE username = ?", username))

    async def request(self, scopes: Sequence[str] = ("api.read",), *, client: Client = CLIENT) -> PendingRequest:
        """Begin an authorization as ``client``, registered when it is not yet."""
        if self.campus.store.value("SELECT 1 FROM client WHERE clientid = ?", client.client_id) is None:
            await self.bridge.client_register(client)
        digest = hashlib.sha256(VERIFIER.encode()).digest()
        return await self.bridge.request_create(
            client_id=client.client_id,
            redirect_uri=client.redirect_uris[0],
            code_challenge=base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
            scopes=scopes,
            resource=f"{WWWROOT}/mcp",
            state="state",
            browserhash=hashed("browser"),
            clientip="127.0.0.1",
            prompt=None,
        )

    async def code(
        self,
        *,
        username: str = "prof.smith",
        lifetime_s: int = 86400,
        write: bool = False,
        limits: Limits = NO_LIMITS,
    ) -> str:
        """Let the person consent; return the hash of the code."""
        request = await self.request(("api.read", "api.write") if write else ("api.read",))
        choice = consent.Consent(write=write, lifetime_s=lifetime_s, limits=limits)
        location = consent.decide(self.campus, request.requestid, self.userid(username), choice) or ""
        codehash = hashed(request.requestid)
        await self.bridge.request_finish(
            requestid=request.requestid,
            ticket=location.partition("ticket=")[2],
            browserhashes=[hashed("browser")],
            codehash=codehash,
        )
        return codehash

    async def redeem(self, codehash: str, name: str = "first", **changes: Any) -> Grant:
        """Buy the tokens ``<name>-access`` and ``<name>-refresh``."""
        fields: dict[str, Any] = {
            "clientip": "127.0.0.1",
            "client_id": CLIENT.client_id,
            "redirect_uri": REDIRECT,
            "code_verifier": VERIFIER,
            "resource": None,
            **changes,
        }
        return await self.bridge.code_redeem(
            codehashes=[codehash],
            accesshash=hashed(f"{name}-access"),
            refreshhash=hashed(f"{name}-refresh"),
            **fields,
        )

    async def refresh(self, old: str, new: str, *, clientip: str = "127.0.0.1") -> Grant:
        return await self.bridge.token_refresh(
            refreshhashes=[hashed(f"{old}-refresh")],
            client_id=CLIENT.client_id,
            scopes=None,
            resource=None,
            accesshash=hashed(f"{new}-access"),
            refreshhash=hashed(f"{new}-refresh"),
            clientip=clientip,
        )

    async def call(
        self,
        function: str,
        arguments: dict[str, Any],
        *,
        revision: int = 1,
        recordid: str | None = None,
        clientip: str = "192.0.2.1",
    ) -> CallAnswer:
        record = CallRecord(
            recordid=recordid or str(uuid.uuid4()),
            tool="call_moodle_function",
            clientip=clientip,
            protocol="2026-07-28",
            useragent="tests",
            node="node",
        )
        return await self.bridge.call(
            tokenhashes=[hashed("first-access")],
            revision=revision,
            function=function,
            arguments=arguments,
            deadline_s=10,
            record=record,
        )


def open_world(filled: Path, folder: Path) -> CampusWorld:
    """Open a copy of the campus in ``filled``."""
    path = folder / "campus.sqlite"
    shutil.copy(filled, path)
    clock = Clock()
    campus = DemoCampus.open(path, wwwroot=WWWROOT, clock=clock)
    return CampusWorld(campus=campus, clock=clock, bridge=Bridge(DemoTransport(campus)))
