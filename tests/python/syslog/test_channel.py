"""Messages arrive whole over every transport, and a receiver that is not there is noticed."""

from __future__ import annotations

import asyncio
import socket
import ssl
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from sidecar.site.syslog_target import SyslogTarget
from sidecar.syslog import stream
from sidecar.syslog.channel import Channel, open_channel
from tests.certificates import certificate
from tests.log_receiver import LogReceiver, Scheme

MESSAGES = [b"<86>1 one", "<86>1 zwei\nüber zwei Zeilen".encode(), b"3 " * 4000]


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """A certificate for this machine that nobody but itself vouches for, and its key."""
    return certificate(tmp_path, "127.0.0.1")


def receiver_of(scheme: Scheme, files: tuple[Path, Path], folder: Path) -> LogReceiver:
    return LogReceiver(
        scheme=scheme,
        files=files if scheme == "tls" else None,
        path=folder / "log" if scheme == "unix" else None,
    )


@asynccontextmanager
async def channel_to(receiver: LogReceiver) -> AsyncIterator[Channel]:
    tls = ssl.create_default_context(cafile=receiver.files[0]) if receiver.files else None
    channel = await open_channel(SyslogTarget.parse(receiver.url), tls=tls)
    try:
        yield channel
    finally:
        await channel.aclose()


@pytest.mark.parametrize("scheme", ["udp", "tcp", "tls", "unix"])
async def test_messages_arrive_whole_and_in_order(scheme: Scheme, files: tuple[Path, Path], tmp_path: Path) -> None:
    with receiver_of(scheme, files, tmp_path) as receiver:
        async with channel_to(receiver) as channel:
            await channel.send(MESSAGES)
            await channel.send(MESSAGES[:1])
            assert await asyncio.to_thread(receiver.wait_for, 4) == [*MESSAGES, MESSAGES[0]]


@pytest.mark.parametrize("scheme", ["udp", "unix"])
async def test_a_burst_of_datagrams_does_not_overrun_a_receiver(
    scheme: Scheme, files: tuple[Path, Path], tmp_path: Path
) -> None:
    burst = [b"<86>1 %d " % number + b"x" * 700 for number in range(1500)]
    with receiver_of(scheme, files, tmp_path) as receiver:
        async with channel_to(receiver) as channel:
            await channel.send(burst)
            assert await asyncio.to_thread(receiver.wait_for, len(burst)) == burst


@pytest.mark.parametrize("scheme", ["udp", "tcp", "tls", "unix"])
async def test_a_receiver_that_is_not_there_is_an_error(
    scheme: Scheme, files: tuple[Path, Path], tmp_path: Path
) -> None:
    absent = receiver_of(scheme, files, tmp_path)
    with pytest.raises(OSError):  # noqa: PT011 - whatever the transport says
        async with channel_to(absent) as channel:
            await channel.send(MESSAGES)


@pytest.mark.parametrize("scheme", ["udp", "tcp", "tls", "unix"])
async def test_a_receiver_that_went_away_is_an_error(scheme: Scheme, files: tuple[Path, Path], tmp_path: Path) -> None:
    with receiver_of(scheme, files, tmp_path) as receiver:
        channel = await open_channel(SyslogTarget.parse(receiver.url), tls=ssl.create_default_context(cafile=files[0]))
        await channel.send(MESSAGES)
        await asyncio.to_thread(receiver.wait_for, 3)
    with pytest.raises(OSError):  # noqa: PT011 - whatever the transport says
        await channel.send(MESSAGES)
    await channel.aclose()


@pytest.mark.parametrize("scheme", ["tcp", "tls"])
async def test_a_connection_reset_in_this_very_moment_is_an_error(scheme: Scheme, files: tuple[Path, Path]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        accepting = asyncio.create_task(asyncio.to_thread(accept, listener, files if scheme == "tls" else None))
        target = SyslogTarget(scheme=scheme, host="127.0.0.1", port=listener.getsockname()[1])
        channel = await open_channel(target, tls=ssl.create_default_context(cafile=files[0]))
        peer = await accepting
    # What a handshake leaves behind is read first.
    await asyncio.sleep(0.2)
    peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    peer.close()
    # The loop has not come round since: the write is what fails.
    with pytest.raises(OSError):  # noqa: PT011 - whatever the transport says
        await channel.send(MESSAGES)
    await channel.aclose()


def accept(listener: socket.socket, files: tuple[Path, Path] | None) -> socket.socket:
    connection, _ = listener.accept()
    if files is None:
        return connection
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(*files)
    return context.wrap_socket(connection, server_side=True)


async def test_what_a_receiver_never_read_was_not_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "TIMEOUT_S", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        target = SyslogTarget(scheme="tcp", host="127.0.0.1", port=deaf.getsockname()[1])
        channel = await open_channel(target)
        with pytest.raises(TimeoutError):
            await channel.send([b"x" * 1000] * 100)
        await channel.aclose()


async def test_a_receiver_nobody_vouches_for_gets_nothing(files: tuple[Path, Path], tmp_path: Path) -> None:
    with receiver_of("tls", files, tmp_path) as receiver:
        with pytest.raises(ssl.SSLCertVerificationError):
            await open_channel(SyslogTarget.parse(receiver.url))
        assert receiver.messages == []
