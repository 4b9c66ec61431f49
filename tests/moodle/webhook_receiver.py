"""A receiver of the webhook, as its specification has them: it verifies with the library of Standard Webhooks."""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

from standardwebhooks.webhooks import Webhook

from tests.moodle.children import free_port

PATIENCE_S = 30


@dataclass(kw_only=True)
class Receiver:
    """Listens on this machine while it is entered, always on one port; knows messages by their id, as receivers should.

    ``status`` is what it answers; with a good one it verifies, with a bad one it only counts.
    """

    secret: str = ""
    status: int = 204
    headers: Mapping[str, str] = field(default_factory=dict)
    attempts: int = 0
    messages: dict[str, dict[str, Any]] = field(default_factory=dict)
    repeated: list[str] = field(default_factory=list)
    port: int = field(default_factory=free_port)
    _server: ThreadingHTTPServer | None = None
    _moved: threading.Condition = field(default_factory=threading.Condition)
    _may_answer: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/moodle"

    @property
    def types(self) -> list[str]:
        """The types of the messages it took, in their order."""
        return [message["type"] for message in self.messages.values()]

    def __enter__(self) -> Self:
        self._may_answer.set()
        self._server = ThreadingHTTPServer(("127.0.0.1", self.port), _handler(self))
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()

    @contextlib.contextmanager
    def silent(self) -> Iterator[None]:
        """Take what comes, and answer only afterwards."""
        self._may_answer.clear()
        try:
            yield
        finally:
            self._may_answer.set()

    def wait_for_messages(self, count: int, timeout_s: float = PATIENCE_S) -> None:
        """Return once it took so many different messages."""
        self._wait(lambda: len(self.messages) >= count, timeout_s)

    def wait_for_attempts(self, count: int, timeout_s: float = PATIENCE_S) -> None:
        """Return once it was asked so often."""
        self._wait(lambda: self.attempts >= count, timeout_s)

    def take(self, headers: Mapping[str, str], body: bytes) -> int:
        """Return the status to answer with; raises ``WebhookVerificationError`` for what is not Moodle's."""
        with self._moved:
            self.attempts += 1
            if 200 <= self.status < 300:
                Webhook(self.secret).verify(body, dict(headers))
                msgid = headers["webhook-id"]
                if msgid in self.messages:
                    self.repeated.append(msgid)
                self.messages.setdefault(msgid, json.loads(body))
            self._moved.notify_all()
            status = self.status
        self._may_answer.wait(PATIENCE_S)
        return status

    def _wait(self, happened: Callable[[], bool], timeout_s: float) -> None:
        with self._moved:
            assert self._moved.wait_for(happened, timeout_s), f"{self.attempts} attempts, {self.types}"


def _handler(receiver: Receiver) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status = receiver.take({name.lower(): value for name, value in self.headers.items()}, body)
            with contextlib.suppress(ConnectionError):
                self._answer(status)

        def _answer(self, status: int) -> None:
            self.send_response(status)
            for name, value in receiver.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name is the base class's
            """Say nothing."""

    return Handler
