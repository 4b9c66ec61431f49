"""Connects a person at the bridge: Moodle's own login and consent pages, and no sidecar in between."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

from sidecar.demo_check.browser import Browser
from sidecar.demo_check.forms import Value
from tests.browser import log_in
from tests.campus import Person
from tests.moodle.bridge_connection import CLIENT_IP, BridgeConnection
from tests.moodle.bridge_door import Answer, BridgeDoor
from tests.moodle.campus import MoodleCampus

REDIRECT_URI = "https://assistant.example/callback"
NOTHING: Mapping[str, Value] = {}


@dataclass(frozen=True, kw_only=True)
class Ticket:
    """What the consent page gives the browser to carry back."""

    requestid: str
    ticket: str


@dataclass(frozen=True, kw_only=True)
class PendingRequest:
    """A request that waits for a person, and the secrets of the client and the browser it belongs to."""

    door: BridgeDoor
    client_id: str
    resource: str
    url: str
    verifier: str = field(default_factory=lambda: secrets.token_urlsafe(48))
    browsersecret: str = field(default_factory=lambda: secrets.token_urlsafe(48))

    @classmethod
    def begin(
        cls, campus: MoodleCampus, scopes: tuple[str, ...] = ("api.read",), *, client_id: str | None = None
    ) -> PendingRequest:
        """Ask for a consent page, as the sidecar does for a client, or else for one of its own."""
        door = BridgeDoor.of(campus.site)
        return cls(door=door, client_id=client_id or register(door), resource=campus.mcp_url, url="").sent(scopes)

    def sent(self, scopes: tuple[str, ...] = ("api.read",)) -> PendingRequest:
        """Ask for a consent page with the secrets it has."""
        return replace(self, url=self.ask(scopes).data["url"])

    def ask(self, scopes: tuple[str, ...] = ("api.read",), *, clientip: str = CLIENT_IP) -> Answer:
        """Return what Moodle answers to the request."""
        digest = hashlib.sha256(self.verifier.encode()).digest()
        return self.door.ask(
            "request.create",
            client_id=self.client_id,
            redirect_uri=REDIRECT_URI,
            code_challenge=base64.urlsafe_b64encode(digest).decode().rstrip("="),
            scopes=list(scopes),
            resource=self.resource,
            state=None,
            browserhash=self.door.token_hash(self.browsersecret),
            clientip=clientip,
            prompt=None,
        )

    def redeem(self, ticket: Ticket, *, first_from: str | None = None) -> tuple[int, str]:
        """Finish an approved request; return the connection's id and an access token.

        ``first_from`` is an address from which the code is tried before, and refused.
        """
        code, accesstoken = secrets.token_urlsafe(48), f"mdlmcp_at_{secrets.token_urlsafe(32)}"
        assert self.finish(ticket, code).data["outcome"] == "approved"
        if first_from is not None:
            refused = self._redeem(code, accesstoken, clientip=first_from)
            assert (refused.code, refused.error["detail"]["reason"]) == ("invalid_grant", "address_refused")
        grant = self._redeem(code, accesstoken, clientip=CLIENT_IP).data
        return grant["connectionid"], accesstoken

    def finish(self, ticket: Ticket, code: str) -> Answer:
        """Exchange the ticket for the outcome; after an approval ``code`` is good."""
        return self.door.ask(
            "request.finish",
            requestid=ticket.requestid,
            ticket=ticket.ticket,
            browserhashes=[self.door.token_hash(self.browsersecret)],
            codehash=self.door.token_hash(code),
        )

    def _redeem(self, code: str, accesstoken: str, *, clientip: str) -> Answer:
        return self.door.ask(
            "code.redeem",
            codehashes=[self.door.token_hash(code)],
            client_id=self.client_id,
            redirect_uri=REDIRECT_URI,
            code_verifier=self.verifier,
            resource=self.resource,
            accesshash=self.door.token_hash(accesstoken),
            refreshhash=self.door.token_hash(secrets.token_urlsafe(32)),
            clientip=clientip,
        )


def connect_at_the_bridge(
    campus: MoodleCampus,
    username: str,
    *,
    scopes: tuple[str, ...] = ("api.read",),
    narrowing: Mapping[str, Value] = NOTHING,
    redeemed_first_from: str | None = None,
) -> BridgeConnection:
    """Return a connection whose access token also opens the sidecar's gate; ``narrowing`` is filled in at consent."""
    pending = PendingRequest.begin(campus, scopes)
    mode = "write" if "api.write" in scopes else "read"
    ticket = asyncio.run(consent(campus, pending.url, campus.people[username], mode=mode, narrowing=narrowing))
    connectionid, accesstoken = pending.redeem(ticket, first_from=redeemed_first_from)
    return open_connection(campus, pending.door, accesstoken, connectionid=connectionid)


def register(door: BridgeDoor) -> str:
    """Register a public client of its own and return its id."""
    client_id = f"tests-{secrets.token_hex(8)}"
    client: dict[str, Any] = {
        "client_id": client_id,
        "kind": "dynamic",
        "name": "Tests",
        "redirect_uris": [REDIRECT_URI],
        "auth_method": "none",
        "secrethash": None,
        "metadata": {},
    }
    registered: str = door.ask("client.register", client=client).data["client"]["client_id"]
    return registered


async def consent(
    campus: MoodleCampus, url: str, person: Person, *, mode: str, narrowing: Mapping[str, Value] = NOTHING
) -> Ticket:
    """Log in and allow; the browser halts where the sidecar would take over."""
    async with Browser(stop_at=f"{campus.wwwroot}/oauth/return") as browser:
        page = await log_in(browser, await browser.open(url), person)
        form = page.form_with("submitbutton")
        back = await browser.submit(page, form, {"mode": mode, **narrowing}, "submitbutton")
    query = parse_qs(urlsplit(back.url).query)
    return Ticket(requestid=query["request"][0], ticket=query["ticket"][0])


def open_connection(campus: MoodleCampus, door: BridgeDoor, accesstoken: str, *, connectionid: int) -> BridgeConnection:
    tokenhash = door.token_hash(accesstoken)
    connection = door.ask("connection.read", tokenhashes=[tokenhash]).data["connection"]
    assert connection["id"] == connectionid
    return BridgeConnection(
        site=campus.site,
        door=door,
        connectionid=connectionid,
        accesstoken=accesstoken,
        tokenhash=tokenhash,
        revision=connection["revision"],
    )
