"""Bodies without a clear end or of a false length, sent through the web server a real site has in front."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest

from sidecar.resource_server.body import MAX_BODY_BYTES
from tests.contract.wire import function_call
from tests.moodle.bridge_connection import BridgeConnection
from tests.moodle.campus import MoodleCampus
from tests.python.serving.echo_server import connect as connect_to
from tests.python.serving.test_framing import AMBIGUOUS

pytestmark = pytest.mark.threat(63)

PATIENCE_S = 60
READ = "core_webservice_get_site_info"
PING = b'{"jsonrpc":"2.0","id":1,"method":"ping"}'
PART_BYTES = 64 << 10


class Wire:
    """Sends bytes to the site's MCP address as they are."""

    def __init__(self, campus: MoodleCampus, token: str) -> None:
        parts = urlsplit(campus.mcp_url)
        self._port = parts.port or 80
        self._head = (
            f"POST {parts.path} HTTP/1.1\r\nHost: {parts.netloc}\r\nContent-Type: application/json\r\n"
            f"Accept: application/json\r\nAuthorization: Bearer {token}\r\n"
        ).encode()
        self.hidden = f"GET /hidden HTTP/1.1\r\nHost: {parts.netloc}\r\nConnection: close\r\n\r\n".encode()

    def request(self, framing: bytes, body: bytes) -> bytes:
        return b"%s%s\r\n\r\n%s" % (self._head, framing, body)

    async def answers(self, sent: bytes, *, hang_up: bool = False) -> list[bytes]:
        """Return the status of every answer until the web server closes the connection."""
        reader, writer = await connect_to(self._port)
        try:
            writer.write(sent)
            if hang_up:
                writer.write_eof()
            async with asyncio.timeout(PATIENCE_S):
                return [part[:3] for part in (await reader.read()).split(b"HTTP/1.1 ")[1:]]
        finally:
            writer.transport.abort()


@pytest.fixture(scope="module")
def own(connect: Callable[..., BridgeConnection]) -> BridgeConnection:
    """A connection that nothing else is asked on."""
    return connect("ana.lima")


@pytest.fixture(scope="module")
def wire(campus: MoodleCampus, own: BridgeConnection) -> Wire:
    return Wire(campus, own.accesstoken)


@pytest.mark.parametrize(("framing", "body"), AMBIGUOUS.values(), ids=AMBIGUOUS.keys())
async def test_a_request_that_ends_in_two_places_hides_nothing(wire: Wire, framing: bytes, body: bytes) -> None:
    first, *others = await wire.answers(wire.request(framing, body) + wire.hidden)
    assert first in (b"400", b"501")
    assert others == []


async def test_chunks_over_the_limit_are_refused_though_no_length_was_announced(wire: Wire) -> None:
    parts = MAX_BODY_BYTES // PART_BYTES + 1
    chunks = b"%x\r\n%s\r\n" % (PART_BYTES, b"x" * PART_BYTES) * parts
    framing = b"Transfer-Encoding: chunked\r\nConnection: close"
    assert await wire.answers(wire.request(framing, chunks + b"0\r\n\r\n")) == [b"413"]


async def test_a_body_over_the_limit_is_refused(wire: Wire) -> None:
    framing = b"Connection: close\r\nContent-Length: %d" % (MAX_BODY_BYTES + 1)
    assert await wire.answers(wire.request(framing, b"x" * (MAX_BODY_BYTES + 1))) == [b"413"]


async def test_a_body_shorter_than_it_says_reaches_nobody(
    campus: MoodleCampus, own: BridgeConnection, wire: Wire
) -> None:
    body = json.dumps(function_call(READ, {})).encode()
    framing = b"Connection: close\r\nContent-Length: %d"
    assert await wire.answers(wire.request(framing % (len(body) + 10), body), hang_up=True) in ([], [b"400"])
    assert await wire.answers(wire.request(framing % len(body), body)) == [b"200"]
    (row,) = campus.audit_rows(f"connectionid = {own.connectionid} AND kind = 'call'")
    assert (row["functionname"], row["outcome"]) == (READ, "allowed")


async def test_a_body_longer_than_it_says_is_cut_where_it_says(wire: Wire) -> None:
    framing = b"Content-Length: %d" % len(PING)
    answers = await wire.answers(wire.request(framing, PING + b'{"x":1}\r\n\r\n'))
    assert answers == [b"200", b"400"]


async def test_chunks_within_the_limit_are_served(wire: Wire) -> None:
    framing = b"Transfer-Encoding: chunked\r\nConnection: close"
    assert await wire.answers(wire.request(framing, b"%x\r\n%s\r\n0\r\n\r\n" % (len(PING), PING))) == [b"200"]
