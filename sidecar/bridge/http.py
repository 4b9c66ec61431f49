"""The way to a real Moodle: one signed POST for each operation."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from sidecar import __version__
from sidecar.bridge.errors import BridgeError, BridgeUnavailableError
from sidecar.bridge.http_answer import HttpAnswer, read_answer
from sidecar.bridge.signature import new_nonce, signature_headers
from sidecar.site.clock import Clock, wall_clock
from sidecar.site.keyring import KeyRing

MAX_QUESTION_BYTES = 1 << 20
MAX_ANSWER_BYTES = 16 << 20
POOL = 32
CALL_SLOTS = 28
"""Calls at a time; the rest of the pool keeps heartbeat and sign-in moving."""
CONNECT_TIMEOUT_S = 3.0
KEEP_ALIVE_S = 4.0
"""Shorter than the 5 s after which Apache closes an idle connection by default."""
_THREAD_BYTES = 256 << 10
_BROKEN = (aiohttp.ServerDisconnectedError, aiohttp.ClientOSError, ConnectionResetError)
_DEFAULT_PORTS = {"http": 80, "https": 443}


class HttpTransport:
    """Carries operations to ``bridge_url``, naming the host of ``wwwroot`` where the two differ.

    Follows no redirect, keeps no cookie, heeds no proxy variable and reads no more than
    16 MiB. A request is sent twice only under the same nonce, so Moodle runs it once.
    """

    def __init__(
        self,
        *,
        bridge_url: str,
        wwwroot: str,
        keys: KeyRing,
        clock: Clock = wall_clock,
        nonce: Callable[[], str] = new_nonce,
    ) -> None:
        self._url = bridge_url
        self._keys = keys
        self._clock = clock
        self._nonce = nonce
        self._fixed_headers = {"Content-Type": "application/json", "Accept-Encoding": "identity"}
        self._fixed_headers |= _headers_of(wwwroot, bridge_url)
        self._tls_name = _tls_name(wwwroot, bridge_url)
        self._calls = asyncio.Semaphore(CALL_SLOTS)
        self._session: aiohttp.ClientSession | None = None

    async def ask(self, op: str, body: Mapping[str, Any], *, timeout_s: float) -> Mapping[str, Any]:
        """Return the ``data`` of the answer; every failure is a ``BridgeError`` that says what to do."""
        question = json.dumps({**body, "op": op}, separators=(",", ":"), allow_nan=False).encode()
        if len(question) > MAX_QUESTION_BYTES:
            raise BridgeError("bridge_bad_request", f"The request for {op} is over {MAX_QUESTION_BYTES} bytes.")
        try:
            async with asyncio.timeout(timeout_s):
                if op != "call":
                    return await self._deliver(question)
                async with self._calls:
                    return await self._deliver(question)
        except TimeoutError:
            raise BridgeUnavailableError(
                "moodle_timeout",
                f"Moodle did not answer {op} within {timeout_s:g} s; see whether it is overloaded or PHP is stuck.",
            ) from None

    async def aclose(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def _deliver(self, question: bytes) -> Mapping[str, Any]:
        headers = self._fixed_headers | signature_headers(self._keys, question, now=self._clock(), nonce=self._nonce())
        try:
            answer = await self._post(question, headers)
        except _BROKEN:
            return await self._deliver_again(question, headers)
        return await _read(answer)

    async def _deliver_again(self, question: bytes, headers: Mapping[str, str]) -> Mapping[str, Any]:
        try:
            return await _read(await self._post(question, headers))
        except _BROKEN:
            raise self._unreachable("it closes the connection") from None
        except BridgeError as error:
            if error.code != "bridge_replayed":
                raise
            raise self._unreachable("the connection broke before the answer came") from None

    async def _post(self, question: bytes, headers: Mapping[str, str]) -> HttpAnswer:
        try:
            async with self._open_session().post(
                self._url, data=question, headers=headers, allow_redirects=False, server_hostname=self._tls_name
            ) as response:
                return HttpAnswer(
                    url=self._url,
                    status=response.status,
                    content_type=response.content_type,
                    location=response.headers.get("Location", ""),
                    body=await self._read_bounded(response),
                )
        except aiohttp.ConnectionTimeoutError:
            raise self._unreachable(f"no connection within {CONNECT_TIMEOUT_S:g} s") from None
        except aiohttp.ClientConnectorCertificateError:
            raise self._unreachable("its certificate is not valid for this address") from None
        except aiohttp.ClientConnectorError as error:
            raise self._unreachable(error.os_error.strerror or "connection failed") from None
        except aiohttp.ClientPayloadError:
            raise self._unreachable("the connection broke inside the answer") from None
        except aiohttp.ClientResponseError:
            raise BridgeUnavailableError(
                "moodle_answer_invalid", f"{self._url} does not speak HTTP; correct bridge_url in [moodle]."
            ) from None

    async def _read_bounded(self, response: aiohttp.ClientResponse) -> bytes:
        body = bytearray()
        async for chunk in response.content.iter_any():
            body += chunk
            if len(body) > MAX_ANSWER_BYTES:
                raise BridgeUnavailableError(
                    "moodle_answer_invalid", f"The answer of {self._url} is over {MAX_ANSWER_BYTES} bytes."
                )
        return bytes(body)

    def _open_session(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=POOL, keepalive_timeout=KEEP_ALIVE_S),
                timeout=aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_TIMEOUT_S),
                cookie_jar=aiohttp.DummyCookieJar(),
                auto_decompress=False,
                trust_env=False,
                headers={"User-Agent": f"moodle-mcp/{__version__}"},
            )
        return self._session

    def _unreachable(self, reason: str) -> BridgeUnavailableError:
        return BridgeUnavailableError(
            "moodle_unreachable",
            f"Moodle cannot be reached at {self._url}: {reason}. "
            "Start its web server, or correct wwwroot and bridge_url in [moodle].",
        )


async def _read(answer: HttpAnswer) -> Mapping[str, Any]:
    if len(answer.body) > _THREAD_BYTES:
        return await asyncio.to_thread(read_answer, answer)
    return read_answer(answer)


def _headers_of(wwwroot: str, bridge_url: str) -> dict[str, str]:
    site, way = urlsplit(wwwroot), urlsplit(bridge_url)
    headers = {}
    if _authority(wwwroot) != _authority(bridge_url):
        headers["Host"] = _authority(wwwroot)
    if site.scheme != way.scheme:
        headers["X-Forwarded-Proto"] = site.scheme
    return headers


def _tls_name(wwwroot: str, bridge_url: str) -> str | None:
    site, way = urlsplit(wwwroot), urlsplit(bridge_url)
    return site.hostname if site.scheme == way.scheme == "https" and site.hostname != way.hostname else None


def _authority(url: str) -> str:
    parts = urlsplit(url)
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname or ""
    return host if parts.port in (None, _DEFAULT_PORTS[parts.scheme]) else f"{host}:{parts.port}"
