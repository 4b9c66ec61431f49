"""One document over real TLS, from servers that do what they can to be read too far or from elsewhere."""

from __future__ import annotations

import asyncio
import gzip
import itertools
import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from sidecar.egress.guarded_sessions import GuardedSessions
from sidecar.egress.lookup import SystemLookup
from sidecar.foreign_documents.content import MAX_BYTES
from sidecar.foreign_documents.document_url import DocumentUrl
from sidecar.foreign_documents.errors import ForeignDocumentError
from sidecar.foreign_documents.https_reader import DEADLINE_S, HttpsReader
from tests.python.foreign_documents.network import (
    HOST,
    OTHER_PUBLIC,
    OWN_ADDRESS,
    OWN_HOST,
    PUBLIC,
    Network,
    open_network,
    pour,
)

URL = DocumentUrl.parse(f"https://{HOST}/oauth/client.json")
JSON = "Content-Type: application/json"


async def refusal(reader: HttpsReader, url: DocumentUrl = URL) -> str:
    """Return the code with which reading ``url`` is refused."""
    with pytest.raises(ForeignDocumentError) as caught:
        await reader(url)
    return caught.value.code


async def test_a_document_is_read_as_its_host_gives_it(network: Network) -> None:
    network.answer(b'{"a": 1}', headers=[JSON, "Content-Length: 8", "Cache-Control: max-age=900"])
    document = await network.reader()(URL)
    assert (document.value, document.fresh_s) == ({"a": 1}, 900)
    assert network.attempts == [(PUBLIC, 443)]


async def test_the_path_is_sent_character_by_character(network: Network) -> None:
    network.answer(b"{}")
    path = "/~a/b;v=1,2!$&'()*+@:=/"
    await network.reader()(DocumentUrl.parse(f"https://{HOST}{path}"))
    assert network.requests[0].startswith(f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\n".encode())


@pytest.mark.threat(53)
async def test_nothing_compressed_is_asked_for_and_nothing_of_an_earlier_visit_told(network: Network) -> None:
    network.answer(b"{}", headers=[JSON, "Content-Length: 2", "Set-Cookie: seen=1; Secure; Path=/"])
    reader = network.reader()
    for _ in range(2):
        await reader(URL)
    for request in network.requests:
        assert b"\r\nAccept-Encoding: identity\r\n" in request
        assert b"cookie" not in request.lower()


async def test_a_proxy_of_the_environment_is_not_used(network: Network, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://10.0.0.1:3128")
    network.answer(b"{}")
    await network.reader()(URL)
    assert network.attempts == [(PUBLIC, 443)]


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "169.254.169.254",
        "0.0.0.0",
        "100.64.0.1",
        "192.168.1.1",
        "::1",
        "::ffff:10.0.0.1",
        "64:ff9b::a00:1",
        "2002:a00:1::1",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2",
        "fd00::1",
        "fe80::1",
    ],
)
@pytest.mark.threat(50)
async def test_a_host_that_leads_inside_is_refused_and_nothing_connects(network: Network, address: str) -> None:
    network.answers[HOST] = [[address]]
    assert await refusal(network.reader()) == "document_address_refused"
    assert network.attempts == []


@pytest.mark.threat(50)
async def test_this_site_itself_is_not_asked_by_name_or_by_address(network: Network) -> None:
    own = DocumentUrl.parse(f"https://{OWN_HOST}/client.json")
    assert await refusal(network.reader(), own) == "document_address_refused"
    assert network.lookups == []
    network.answers[HOST] = [[OWN_ADDRESS]]
    assert await refusal(network.reader()) == "document_address_refused"
    assert await refusal(network.reader(own_host=OWN_ADDRESS)) == "document_address_refused"
    assert network.attempts == []


async def test_a_site_whose_own_name_is_not_known_here_reads_documents_all_the_same(network: Network) -> None:
    network.answers[OWN_HOST] = [[]]
    network.answer(b"{}")
    assert (await network.reader()(URL)).value == {}


@pytest.mark.threat(51)
async def test_a_name_is_looked_up_once_and_its_second_answer_never_connected_to(network: Network) -> None:
    network.answers[HOST] = [[PUBLIC], ["10.0.0.1"]]
    network.answer(b"{}")
    reader = network.reader()
    await reader(URL)
    assert network.lookups.count(HOST) == 1
    assert await refusal(reader) == "document_address_refused"
    assert network.lookups.count(HOST) == 2
    assert network.attempts == [(PUBLIC, 443)]


@pytest.mark.parametrize("answer", [[PUBLIC, "10.0.0.1"], ["127.0.0.1", PUBLIC], [PUBLIC, "fd00::1"]])
@pytest.mark.threat(51)
async def test_a_host_with_one_address_inside_is_refused_whole(network: Network, answer: Sequence[str]) -> None:
    network.answers[HOST] = [answer]
    assert await refusal(network.reader()) == "document_address_refused"
    assert network.attempts == []


@pytest.mark.threat(51)
async def test_a_connection_that_ends_inside_is_cut_before_anything_is_sent(network: Network) -> None:
    network.peers[PUBLIC] = "10.0.0.1"
    network.answer(b"{}")
    assert await refusal(network.reader()) == "document_address_refused"
    assert network.requests == []


@pytest.mark.threat(50, 51)
async def test_a_socket_is_only_opened_to_a_vetted_address(network: Network, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second line holds by itself: here the first one, at the look-up, lets everything through."""
    monkeypatch.setattr("sidecar.egress.guarded_connector.refuse_unless_admitted", lambda *_asked, **_rules: None)
    network.answers[HOST] = [["10.0.0.1"]]
    assert await refusal(network.reader()) == "document_unreachable"
    assert network.attempts == []


async def test_a_name_without_an_address_is_refused(network: Network) -> None:
    network.answers[HOST] = [[]]
    assert await refusal(network.reader()) == "document_host_unknown"


async def test_the_host_has_to_be_the_one_its_certificate_names(tmp_path: Path) -> None:
    async with open_network(tmp_path, vouched_for=("other.example.com",)) as network:
        network.answer(b"{}")
        assert await refusal(network.reader()) == "document_unreachable"
        assert network.requests == []


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"])
@pytest.mark.parametrize(
    "location", ["https://169.254.169.254/latest", f"https://{OTHER_PUBLIC}/x", f"https://{HOST}/x"]
)
@pytest.mark.threat(52)
async def test_a_redirect_is_not_followed_wherever_it_leads(network: Network, status: str, location: str) -> None:
    network.answer(b"", status=status, headers=[f"Location: {location}", "Content-Length: 0"])
    assert await refusal(network.reader()) == "document_redirected"
    assert (len(network.requests), network.attempts) == (1, [(PUBLIC, 443)])


@pytest.mark.parametrize("status", ["201 Created", "203 Copy", "206 Part", "401 No", "404 No", "503 No"])
@pytest.mark.threat(53)
async def test_any_status_but_200_is_no_document(network: Network, status: str) -> None:
    network.answer(b"{}", status=status)
    assert await refusal(network.reader()) == "document_status"


@pytest.mark.parametrize(
    "content_type",
    [
        ["Content-Type: text/html"],
        ["Content-Type: text/json"],
        ["Content-Type: application/javascript"],
        ["Content-Type: application/json; charset=utf-16"],
        ["Content-Type: application/json; charset=latin-1"],
        ["Content-Type: application/jsonp"],
        ["Content-Type: application/json", "Content-Type: text/html"],
        ["Content-Type: application/json, text/html"],
        [],
    ],
)
@pytest.mark.threat(53)
async def test_another_media_type_is_refused(network: Network, content_type: list[str]) -> None:
    network.answer(b"{}", headers=[*content_type, "Content-Length: 2"])
    assert await refusal(network.reader()) == "document_type"


@pytest.mark.parametrize(
    "content_type",
    [
        "application/json; charset=utf-8",
        'application/json;charset="UTF-8"',
        "application/jwk-set+json",
        "Application/JSON",
    ],
)
async def test_a_json_media_type_in_utf_8_is_taken(network: Network, content_type: str) -> None:
    network.answer(b"{}", headers=[f"Content-Type: {content_type}", "Content-Length: 2"])
    assert (await network.reader()(URL)).value == {}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'"text"',
        b"{} {}",
        b"<html>",
        b'{"a": 1, "a": 2}',
        b'{"a": {"b": 1, "b": 1}}',
        b'{"a": NaN}',
        b'{"a": -Infinity}',
        b'{"a": "\xff"}',
        b"\xef\xbb\xbf{}",
        '{"a": "é"}'.encode("utf-16"),
        b"[" * 5000,
        b'{"a":' * 1000,
        b'{"a": ' + b"9" * 5000 + b"}",
    ],
)
@pytest.mark.threat(53)
async def test_whatever_is_not_one_json_object_with_distinct_names_is_refused(network: Network, body: bytes) -> None:
    network.answer(body)
    assert await refusal(network.reader()) == "document_malformed"


async def test_a_document_of_exactly_the_allowed_length_is_read(network: Network) -> None:
    body = json.dumps({"a": "x" * (MAX_BYTES - 9)}).encode()
    assert len(body) == MAX_BYTES
    network.answer(body)
    assert (await network.reader()(URL)).value == json.loads(body)
    network.answer(body + b" ")
    assert await refusal(network.reader()) == "document_too_long"


@pytest.mark.threat(53)
async def test_an_announced_gigabyte_is_refused_before_it_is_read(network: Network) -> None:
    network.answer(b"{", headers=[JSON, f"Content-Length: {1 << 30}"])
    assert await refusal(network.reader()) == "document_too_long"


@pytest.mark.parametrize("framing", ["Transfer-Encoding: chunked", "Connection: close"])
@pytest.mark.threat(53)
async def test_a_body_without_end_is_cut_off(network: Network, framing: str) -> None:
    cut_off = asyncio.Event()

    async def script(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        block = b"400\r\n" + b" " * 1024 + b"\r\n" if "chunked" in framing else b" " * 1024
        writer.write(f"HTTP/1.1 200 OK\r\n{JSON}\r\n{framing}\r\n\r\n".encode())
        try:
            await pour(writer, itertools.repeat(block))
        finally:
            cut_off.set()

    network.script = script
    assert await refusal(network.reader()) == "document_too_long"
    async with asyncio.timeout(5):
        await cut_off.wait()


@pytest.mark.threat(53)
async def test_what_came_compressed_is_not_opened(network: Network) -> None:
    bomb = gzip.compress(b'{"a": "' + b"x" * (64 << 20) + b'"}')[:MAX_BYTES]
    for encoding in ("gzip", "deflate", "br", "identity, gzip"):
        network.answer(bomb, headers=[JSON, f"Content-Length: {len(bomb)}", f"Content-Encoding: {encoding}"])
        assert await refusal(network.reader()) == "document_encoded"
    network.answer(bomb)
    assert await refusal(network.reader()) == "document_malformed"


@pytest.mark.threat(53)
async def test_the_deadline_is_for_the_whole_answer_not_for_each_byte(network: Network) -> None:
    async def drip(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(f"HTTP/1.1 200 OK\r\n{JSON}\r\nContent-Length: 4000\r\n\r\n".encode())
        while not writer.is_closing():
            writer.write(b" ")
            await writer.drain()
            await asyncio.sleep(0.01)

    network.script = drip
    assert await refusal(network.reader(deadline_s=0.4)) == "document_timeout"
    assert DEADLINE_S == 5


@pytest.mark.threat(53)
async def test_the_deadline_covers_headers_that_never_come(network: Network) -> None:
    async def say_nothing(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
        await reader.read()

    network.script = say_nothing
    assert await refusal(network.reader(deadline_s=0.4)) == "document_timeout"


@pytest.mark.threat(53)
async def test_the_deadline_covers_a_name_server_that_never_answers(network: Network) -> None:
    async def never(_host: str) -> tuple[()]:
        await asyncio.Event().wait()
        return ()

    assert (
        await refusal(HttpsReader(GuardedSessions(own_host=OWN_HOST, lookup=never), deadline_s=0.1))
        == "document_timeout"
    )


@pytest.mark.parametrize(
    "answer",
    [b"", b"\x00\xff\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n", b"HTTP/1.1 200 OK\r\nX: " + b"x" * 99_999],
)
@pytest.mark.threat(53)
async def test_an_answer_that_is_no_http_is_refused(network: Network, answer: bytes) -> None:
    async def script(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(answer)
        await writer.drain()

    network.script = script
    assert await refusal(network.reader()) == "document_unreachable"


@pytest.mark.threat(53)
async def test_a_body_that_breaks_off_is_refused(network: Network) -> None:
    network.answer(b"{}", headers=[JSON, "Content-Length: 20"])
    assert await refusal(network.reader()) == "document_unreachable"


async def test_the_system_knows_where_this_machine_is_and_nothing_of_a_name_that_cannot_exist() -> None:
    look_up = SystemLookup()
    assert all(address.is_loopback for address in await look_up("localhost"))
    assert await look_up("nobody.invalid") == ()
