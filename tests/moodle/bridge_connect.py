"""Connects a person at the bridge: Moodle's own login and consent pages, and no sidecar in between."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import secrets
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

from sidecar.demo_check.browser import Browser
from tests.browser import log_in
from tests.campus import Person
from tests.moodle.bridge_connection import CLIENT_IP, BridgeConnection
from tests.moodle.bridge_door import BridgeDoor
from tests.moodle.campus import MoodleCampus

REDIRECT_URI = "https://assistant.example/callback"


@dataclass(frozen=True, kw_only=True)
class Ticket:
    """What the consent page gives the browser to carry back."""

    requestid: str
    ticket: str


def connect_at_the_bridge(
    campus: MoodleCampus, username: str, *, scopes: tuple[str, ...] = ("api.read",)
) -> BridgeConnection:
    """Return a connection whose access token also opens the sidecar's gate."""
    door = BridgeDoor.of(campus.site)
    client_id = register(door)
    verifier, browsersecret, code = (secrets.token_urlsafe(48) for _ in range(3))
    pending = door.ask(
        "request.create",
        client_id=client_id,
        redirect_uri=REDIRECT_URI,
        code_challenge=base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("="),
        scopes=list(scopes),
        resource=campus.mcp_url,
        state=None,
        browserhash=door.token_hash(browsersecret),
        clientip=CLIENT_IP,
        prompt=None,
    ).data
    mode = "write" if "api.write" in scopes else "read"
    ticket = asyncio.run(consent(campus, pending["url"], campus.people[username], mode=mode))
    finished = door.ask(
        "request.finish",
        requestid=ticket.requestid,
        ticket=ticket.ticket,
        browserhashes=[door.token_hash(browsersecret)],
        codehash=door.token_hash(code),
    ).data
    assert finished["outcome"] == "approved"
    accesstoken = f"mdlmcp_at_{secrets.token_urlsafe(32)}"
    grant = door.ask(
        "code.redeem",
        codehashes=[door.token_hash(code)],
        client_id=client_id,
        redirect_uri=REDIRECT_URI,
        code_verifier=verifier,
        resource=campus.mcp_url,
        accesshash=door.token_hash(accesstoken),
        refreshhash=door.token_hash(secrets.token_urlsafe(32)),
        clientip=CLIENT_IP,
    ).data
    return open_connection(campus, door, accesstoken, connectionid=grant["connectionid"])


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


async def consent(campus: MoodleCampus, url: str, person: Person, *, mode: str) -> Ticket:
    """Log in and allow; the browser halts where the sidecar would take over."""
    async with Browser(stop_at=f"{campus.wwwroot}/oauth/return") as browser:
        page = await log_in(browser, await browser.open(url), person)
        form = page.form_with("submitbutton")
        back = await browser.submit(page, form, {"mode": mode}, "submitbutton")
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
