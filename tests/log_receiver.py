"""A log server of the tests: it takes what it is sent over one transport and keeps it."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

from tests.moodle.children import free_port

Scheme = Literal["udp", "tcp", "tls", "unix"]
PATIENCE_S = 30
_TURN_S = 0.1
_DATAGRAMS_BYTES = 1 << 20
"""As much may wait while the thread that reads datagrams has no turn."""


@dataclass(kw_only=True)
class LogReceiver:
    """Listens while it is entered, always at one address; a new one takes the place of what was there.

    ``files`` are certificate and key for TLS, ``path`` is the local socket. Streams are read as RFC 6587
    §3.4.1 has them: each message after its length.
    """

    scheme: Scheme = "tcp"
    files: tuple[Path, Path] | None = None
    path: Path | None = None
    port: int = field(default_factory=free_port)
    messages: list[bytes] = field(default_factory=list)
    _moved: threading.Condition = field(default_factory=threading.Condition)
    _ended: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"unix://{self.path}" if self.scheme == "unix" else f"{self.scheme}://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        self._ended.clear()
        self._start(self._take_datagrams if self.scheme in ("udp", "unix") else self._accept, self._listen())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        while self._threads:
            self._threads.pop().join(PATIENCE_S)
        if self.path is not None:
            self.path.unlink(missing_ok=True)

    def wait_for(self, count: int) -> list[bytes]:
        """Return what came once it is so much."""
        with self._moved:
            assert self._moved.wait_for(lambda: len(self.messages) >= count, PATIENCE_S), self.messages
            return list(self.messages)

    def _listen(self) -> socket.socket:
        if self.scheme == "unix":
            local = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            local.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _DATAGRAMS_BYTES)
            local.bind(str(self.path))
            return local
        if self.scheme == "udp":
            listener = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _DATAGRAMS_BYTES)
            listener.bind(("127.0.0.1", self.port))
            return listener
        return socket.create_server(("127.0.0.1", self.port))

    def _start(self, target: object, opened: socket.socket) -> None:
        assert callable(target)
        opened.settimeout(_TURN_S)
        self._threads.append(threading.Thread(target=target, args=(opened,), daemon=True))
        self._threads[-1].start()

    def _take_datagrams(self, opened: socket.socket) -> None:
        with opened:
            while not self._ended.is_set():
                with contextlib.suppress(TimeoutError):
                    self._keep(opened.recv(65536))

    def _accept(self, listener: socket.socket) -> None:
        with listener:
            while not self._ended.is_set():
                with contextlib.suppress(TimeoutError, ssl.SSLError):
                    self._start(self._take_stream, self._greet(listener.accept()[0]))

    def _greet(self, connection: socket.socket) -> socket.socket:
        if self.files is None:
            return connection
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(*self.files)
        connection.settimeout(PATIENCE_S)
        return context.wrap_socket(connection, server_side=True)

    def _take_stream(self, connection: socket.socket) -> None:
        waiting = b""
        with connection, contextlib.suppress(ConnectionError, ssl.SSLError):
            while not self._ended.is_set():
                try:
                    piece = connection.recv(65536)
                except TimeoutError:
                    continue
                if not piece:
                    return
                waiting = self._keep_whole(waiting + piece)

    def _keep_whole(self, waiting: bytes) -> bytes:
        """Keep the messages that are there to their end; return the rest."""
        length, blank, rest = waiting.partition(b" ")
        while blank and len(rest) >= int(length):
            self._keep(rest[: int(length)])
            waiting = rest[int(length) :]
            length, blank, rest = waiting.partition(b" ")
        return waiting

    def _keep(self, message: bytes) -> None:
        with self._moved:
            self.messages.append(message)
            self._moved.notify_all()
