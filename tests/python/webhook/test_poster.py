"""One message over real TLS, to endpoints that lead elsewhere, hang or talk too much."""

from __future__ import annotations

import asyncio
import itertools

import pytest

from sidecar.webhook.poster import DEADLINE_S, Poster, PostFailedError, Reply
from tests.python.foreign_documents.network import HOST, OWN_ADDRESS, OWN_HOST, PUBLIC, Network, open_network, pour

URL = f"https://{HOST}/hooks/moodle"
BODY = b'{"type":"webhook.test"}'


def poster(network: Network, *, deadline_s: float = 5.0) -> Poster:
    return Poster(network.sessions(), deadline_s=deadline_s)


async def post(network: Network, url: str = URL, *, private: bool = False, deadline_s: float = 5.0) -> Reply:
    return await poster(network, deadline_s=deadline_s).post(
        url, BODY, headers={"webhook-id": "msg_1"}, private=private
    )


async def refusal(network: Network, url: str = URL, *, private: bool = False, deadline_s: float = 5.0) -> str:
    with pytest.raises(PostFailedError) as caught:
        await post(network, url, private=private, deadline_s=deadline_s)
    return caught.value.code


async def test_a_message_arrives_byte_for_byte_with_its_headers(network: Network) -> None:
    bodies: list[bytes] = []

    async def script(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        bodies.append(await reader.readexactly(len(BODY)))
        writer.write(b"HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n")

    network.script = script

    assert await post(network) == Reply(status=202)

    assert bodies == [BODY]
    (head,) = network.requests
    assert head.startswith(b"POST /hooks/moodle HTTP/1.1\r\n")
    assert b"\r\nwebhook-id: msg_1\r\n" in head
    assert b"\r\nContent-Type: application/json\r\n" in head
    assert b"cookie" not in head.lower()


@pytest.mark.threat(96)
@pytest.mark.parametrize("address", ["127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "fd00::1", OWN_ADDRESS])
async def test_an_endpoint_that_leads_inside_is_refused_and_nothing_connects(network: Network, address: str) -> None:
    network.answers[HOST] = [[address]]
    assert await refusal(network) == "address_refused"
    assert network.attempts == []


@pytest.mark.threat(96)
async def test_this_site_itself_is_told_nothing(network: Network) -> None:
    assert await refusal(network, f"https://{OWN_HOST}/local/mcpgate/bridge.php") == "address_refused"
    assert network.attempts == []


@pytest.mark.threat(96)
@pytest.mark.parametrize(
    "url", ["http://siem.example.edu/", "ftp://siem.example.edu/", "https://a@b.example/", "https:///x"]
)
async def test_only_https_without_a_password_is_sent_to(network: Network, url: str) -> None:
    assert await refusal(network, url) == "url_refused"
    assert network.lookups == []


@pytest.mark.threat(96)
@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://169.254.169.254/latest/",
        f"https://{PUBLIC}/",
        f"https://{OWN_ADDRESS}/local/mcpgate/bridge.php",
    ],
)
async def test_an_endpoint_outside_has_a_name_and_no_number(network: Network, url: str) -> None:
    assert await refusal(network, url) == "address_refused"
    assert network.attempts == []


@pytest.mark.threat(96)
@pytest.mark.parametrize("host", ["2130706433", "127.1", "0x7f000001", "0177.0.0.1"])
async def test_a_number_in_disguise_leads_nowhere(network: Network, host: str) -> None:
    network.answers[host] = [["127.0.0.1"]]
    assert await refusal(network, f"https://{host}/") in {"url_refused", "address_refused"}
    assert network.attempts == []


@pytest.mark.threat(96)
@pytest.mark.parametrize("url", ["https://siem.example.edu:99999/", "https://[::1/", "https://siem\udcff.example/"])
async def test_what_is_no_address_is_refused_as_such(network: Network, url: str) -> None:
    assert await refusal(network, url) == "url_refused"
    assert network.attempts == []


async def test_a_private_endpoint_may_be_inside(network: Network) -> None:
    network.answers[HOST] = [["10.1.2.3"]]
    network.answer(b"")
    assert (await post(network, private=True)).status == 200
    assert network.attempts == [("10.1.2.3", 443)]


async def test_a_private_endpoint_may_be_named_by_its_number(network: Network) -> None:
    network.answer(b"")
    assert await refusal(network, "https://10.1.2.3/", private=True) == "tls_invalid"
    assert network.attempts == [("10.1.2.3", 443)]


@pytest.mark.threat(96)
@pytest.mark.parametrize("address", ["169.254.169.254", "fe80::1", "224.0.0.1", "0.0.0.0"])
async def test_a_private_endpoint_is_not_where_clouds_keep_their_keys(network: Network, address: str) -> None:
    network.answers[HOST] = [[address]]
    number = f"[{address}]" if ":" in address else address
    assert await refusal(network, private=True) == "address_refused"
    assert await refusal(network, f"http://{number}/latest/", private=True) == "address_refused"
    assert network.attempts == []


@pytest.mark.threat(96)
async def test_a_name_that_changes_between_question_and_connection_gains_nothing(network: Network) -> None:
    network.answers[HOST] = [[PUBLIC], ["10.0.0.1"]]
    network.answer(b"")
    await post(network)
    assert await refusal(network) == "address_refused"
    network.answers[HOST] = [[PUBLIC]]
    network.peers[PUBLIC] = "10.0.0.1"
    assert await refusal(network) == "address_refused"
    assert network.attempts == [(PUBLIC, 443), (PUBLIC, 443)]


@pytest.mark.threat(96)
async def test_a_redirect_is_an_answer_and_not_followed(network: Network) -> None:
    network.answer(b"", status="307 Temporary Redirect", headers=["Location: https://10.0.0.1/", "Content-Length: 0"])
    assert (await post(network)).status == 307
    assert network.attempts == [(PUBLIC, 443)]


async def test_the_wait_it_asks_for_is_part_of_the_answer(network: Network) -> None:
    network.answer(b"", status="429 Too Many Requests", headers=["Retry-After: 30", "Content-Length: 0"])
    assert await post(network) == Reply(status=429, retry_after="30")


@pytest.mark.threat(96)
async def test_an_endless_answer_is_not_read(network: Network) -> None:
    written = 0

    async def script(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal written
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n")
        for _ in itertools.count():
            await pour(writer, [b"x" * 65536])
            written += 65536

    network.script = script
    assert (await post(network)).status == 200
    assert written < 8 << 20


@pytest.mark.threat(96)
@pytest.mark.parametrize("line", [b"X-%d: %s\r\n", b"\r\nHTTP/1.1 103 Early Hints\r\nX-%d: %s\r\n"])
async def test_a_head_without_end_is_cut_off(network: Network, line: bytes) -> None:
    async def script(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 103 Early Hints\r\n")
        await pour(writer, (line % (number, b"x" * 4000) for number in itertools.count()))

    network.script = script
    assert await refusal(network, deadline_s=0.5) in {"unreachable", "timeout"}


@pytest.mark.threat(97)
async def test_an_endpoint_that_hangs_up_was_asked_once(network: Network) -> None:
    async def script(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
        await reader.readexactly(len(BODY))

    network.script = script
    assert await refusal(network) == "unreachable"
    assert len(network.requests) == 1


@pytest.mark.threat(96)
@pytest.mark.parametrize("said", [b"", b"HTTP/1.1 200 OK\r\nX-Slow: "])
async def test_an_endpoint_that_hangs_is_left_after_the_deadline(network: Network, said: bytes) -> None:
    released = asyncio.Event()

    async def script(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(said)
        await released.wait()

    network.script = script
    assert DEADLINE_S == 15
    assert await refusal(network, deadline_s=0.3) == "timeout"
    released.set()


@pytest.mark.threat(96)
async def test_a_certificate_of_another_host_is_refused(
    network: Network, tmp_path_factory: pytest.TempPathFactory
) -> None:
    async with open_network(tmp_path_factory.mktemp("other"), vouched_for=["other.example"]) as other:
        other.answer(b"")
        assert await refusal(other) == "tls_invalid"
        assert other.requests == []


async def test_a_name_without_an_address_is_unknown(network: Network) -> None:
    network.answers[HOST] = [[]]
    assert await refusal(network) == "host_unknown"


async def test_no_proxy_of_the_environment_is_asked(network: Network, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://10.0.0.1:3128")
    monkeypatch.setenv("https_proxy", "http://10.0.0.1:3128")
    network.answer(b"")
    assert (await post(network)).status == 200
