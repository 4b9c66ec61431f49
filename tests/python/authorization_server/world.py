"""An authorization server on a demo campus, and the people and programs that come to it."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import shutil
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2
from starlette.applications import Starlette

from sidecar.audit.recorder import Recorder
from sidecar.audit.refusal_log import RefusalLog
from sidecar.audit.spool import Spool
from sidecar.authorization_server.routes import authorization_routes
from sidecar.bridge.client import Bridge
from sidecar.bridge.demo.campus import DemoCampus
from sidecar.bridge.demo.consent import DEFAULT_LIFETIME_S, Consent, decide
from sidecar.bridge.demo.transport import DemoTransport
from sidecar.bridge.errors import BridgeUnavailableError
from sidecar.foreign_documents.document_url import DocumentUrl
from sidecar.foreign_documents.documents import ForeignDocuments
from sidecar.foreign_documents.errors import ForeignDocumentError
from sidecar.foreign_documents.https_reader import FetchedDocument
from sidecar.site.keyring import KeyRing
from sidecar.site.public_url import PublicUrl
from sidecar.site.status import Site

ORIGIN = "https://moodle.example.edu"
REDIRECT_URI = "https://assistant.example.com/callback"
VERIFIER = "a-verifier-of-more-than-forty-three-characters-0123456789"
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
START_S = 1_790_000_000.0
PERSON = "prof.smith"


class FakeClock:
    """Stands still until it is told to move."""

    def __init__(self) -> None:
        self.now = START_S

    def __call__(self) -> float:
        return self.now

    def advance(self, seconds: float) -> None:
        self.now += seconds


class Wire:
    """The bridge's transport, which can be cut; it remembers what was asked."""

    def __init__(self, campus: DemoCampus) -> None:
        self._inner = DemoTransport(campus)
        self.down = False
        self.asked: list[tuple[str, Mapping[str, Any]]] = []

    async def ask(self, op: str, body: Mapping[str, Any], *, timeout_s: float) -> Mapping[str, Any]:
        self.asked.append((op, body))
        if self.down:
            raise BridgeUnavailableError("moodle_unreachable", "no route to 10.1.2.3")
        return await self._inner.ask(op, body, timeout_s=timeout_s)

    async def aclose(self) -> None:
        await self._inner.aclose()

    def operations(self) -> list[str]:
        return [op for op, _ in self.asked if op not in ("hello", "record")]


class Web:
    """What other people publish, by address; it remembers what was fetched."""

    def __init__(self) -> None:
        self.documents: dict[str, Mapping[str, Any]] = {}
        self.fetched: list[str] = []

    async def __call__(self, url: DocumentUrl) -> FetchedDocument:
        self.fetched.append(url.text)
        if url.text not in self.documents:
            raise ForeignDocumentError("document_status", "the answer has status 503")
        return FetchedDocument(value=self.documents[url.text], fresh_s=300)


@dataclass(kw_only=True)
class World:
    """One sidecar's authorization server over real ASGI, and the campus behind it."""

    campus: DemoCampus
    wire: Wire
    web: Web
    clock: FakeClock
    recorder: Recorder
    log: RefusalLog
    site: Site
    app: Starlette
    tokens: KeyRing
    public_url: PublicUrl
    browser: httpx2.AsyncClient

    @contextlib.asynccontextmanager
    async def caller(self, address: str = "198.51.100.7") -> AsyncIterator[httpx2.AsyncClient]:
        """A program or browser of its own at ``address``."""
        transport = httpx2.ASGITransport(app=self.app, client=(address, 40000))
        async with httpx2.AsyncClient(transport=transport, base_url=self.public_url.origin) as client:
            yield client

    async def set(self, name: str, value: object) -> None:
        """Change a setting of the site and let the heartbeat see it."""
        self.campus.settings.set(name, value)
        await self.site.refresh()

    async def register(self, **metadata: object) -> dict[str, Any]:
        """Register a client and return the answer, which must be a success."""
        answer = await self.browser.post(
            self.public_url.oauth("register"),
            json={"client_name": "Assistant", "redirect_uris": [REDIRECT_URI], **metadata},
        )
        assert answer.status_code == 201, answer.text
        registered: dict[str, Any] = answer.json()
        return registered

    def preregister(self, client_id: str = "campus-app", **fields: object) -> str:
        """Add a client as an administrator would; return its client_id."""
        row = {
            "clientid": client_id,
            "kind": "registered",
            "name": "Campus app",
            "redirecturis": f'["{REDIRECT_URI}"]',
            "authmethod": "none",
            "metadata": "{}",
            "timecreated": int(self.clock.now),
            **fields,
        }
        self.campus.store.insert("client", row)
        return client_id

    async def authorize(self, client_id: str, **changes: str | None) -> httpx2.Response:
        """Open the authorization endpoint in the browser; a parameter of ``None`` is left out."""
        parameters: dict[str, str | None] = {
            "response_type": "code",
            "client_id": client_id,
            "redirect_uri": REDIRECT_URI,
            "code_challenge": CHALLENGE,
            "code_challenge_method": "S256",
            "state": "a state",
            **changes,
        }
        sent = {name: value for name, value in parameters.items() if value is not None}
        return await self.browser.get(self.public_url.oauth("authorize"), params=sent)

    def answer_consent(self, redirect: httpx2.Response, *, allow: bool = True, write: bool = False) -> str:
        """Decide on the page the browser was sent to; return where that page sends it."""
        assert redirect.status_code == 303, redirect.text
        requestid = query(redirect.headers["location"])["request"]
        userid = self.campus.store.value("SELECT id FROM user WHERE username = ?", PERSON)
        consent = Consent(write=write, lifetime_s=DEFAULT_LIFETIME_S) if allow else None
        location = decide(self.campus, requestid, userid, consent)
        assert location is not None
        return location

    async def code(self, client_id: str, *, write: bool = False, **changes: str | None) -> str:
        """Go through consent and return the code the client gets."""
        returned = await self.browser.get(self.answer_consent(await self.authorize(client_id, **changes), write=write))
        assert returned.status_code == 303, returned.text
        return query(returned.headers["location"])["code"]

    async def redeem(self, client_id: str, code: str, **changes: str | None) -> httpx2.Response:
        fields = {
            "grant_type": "authorization_code",
            "client_id": client_id,
            "code": code,
            "redirect_uri": REDIRECT_URI,
            "code_verifier": VERIFIER,
            **changes,
        }
        return await self.token(fields)

    async def refresh(self, client_id: str, refresh_token: str, **changes: str | None) -> httpx2.Response:
        fields = {"grant_type": "refresh_token", "client_id": client_id, "refresh_token": refresh_token, **changes}
        return await self.token(fields)

    async def token(self, fields: Mapping[str, str | None]) -> httpx2.Response:
        sent = {name: value for name, value in fields.items() if value is not None}
        return await self.browser.post(self.public_url.oauth("token"), data=sent)

    async def pair(self, client_id: str) -> dict[str, Any]:
        """Connect and return the token response."""
        answer = await self.redeem(client_id, await self.code(client_id))
        assert answer.status_code == 200, answer.text
        granted: dict[str, Any] = answer.json()
        return granted

    async def alive(self, access_token: str) -> bool:
        """Whether the campus takes the token."""
        hashes = self.tokens.hashes(access_token)
        found = self.campus.store.value(
            "SELECT 1 FROM token t JOIN connection c ON c.id = t.connectionid"
            " WHERE t.tokenhash = ? AND c.timerevoked IS NULL AND t.timeexpires > ?",
            hashes[0],
            self.clock.now,
        )
        return found is not None

    async def recorded(self) -> list[tuple[str, str, int]]:
        """Return kind, code and count of every record of this node that reached the campus."""
        await self.log.close_window()
        await self.recorder.flush()
        rows = self.campus.store.rows(
            "SELECT kind, errorcode, attempts FROM audit WHERE kind IN ('auth_failed', 'rate_limited') ORDER BY id"
        )
        return [(row["kind"], row["errorcode"], row["attempts"]) for row in rows]


def query(url: str) -> dict[str, str]:
    """Return the query of ``url``, in which nothing may come twice."""
    fields = parse_qs(urlsplit(url).query, keep_blank_values=True, strict_parsing=True)
    assert all(len(values) == 1 for values in fields.values())
    return {name: values[0] for name, values in fields.items()}


@contextlib.asynccontextmanager
async def open_world(
    folder: Path,
    campus_file: Path,
    *,
    public_url: str = f"{ORIGIN}/mcp",
    clock: FakeClock | None = None,
    keys: Sequence[str] = ("t1",),
) -> AsyncIterator[World]:
    """Start an authorization server on the campus of ``campus_file``, which several may share.

    ``keys`` names the keys of its token ring.
    """
    clock = clock or FakeClock()
    address = PublicUrl.parse(public_url)
    campus = DemoCampus.open(campus_file, wwwroot=address.origin + address.prefix, clock=clock)
    wire = Wire(campus)
    bridge = Bridge(wire)
    recorder = Recorder(bridge=bridge, spool=Spool(folder / "spool.sqlite"), node=folder.name, clock=clock)
    log = RefusalLog(recorder=recorder)
    site = Site(bridge=bridge, node=folder.name, spool=recorder.state)
    tokens = token_ring(*keys)
    web = Web()
    documents = ForeignDocuments(fetch=web, clock=clock)
    routes = authorization_routes(
        bridge=bridge,
        site=site,
        tokens=tokens,
        public_url=address,
        documents=documents,
        log=log,
        clock=clock,
    )
    app = Starlette(routes=list(routes))
    transport = httpx2.ASGITransport(app=app, client=("203.0.113.9", 40000))
    async with recorder.run(), httpx2.AsyncClient(transport=transport, base_url=address.origin) as browser:
        await site.refresh()
        yield World(
            campus=campus,
            wire=wire,
            web=web,
            clock=clock,
            recorder=recorder,
            log=log,
            site=site,
            app=app,
            tokens=tokens,
            public_url=address,
            browser=browser,
        )
        wire.down = False
    await bridge.aclose()


def token_ring(*names: str) -> KeyRing:
    """Return a ring whose keys follow from their names."""
    keys = {name: hashlib.sha256(name.encode()).digest() for name in names}
    return KeyRing.parse([f"{name}:{base64.urlsafe_b64encode(key).decode()}" for name, key in keys.items()])


def copied(campus_file: Path, folder: Path) -> Path:
    """Return a copy of the campus that a test may change."""
    return Path(shutil.copy(campus_file, folder / "campus.sqlite"))
