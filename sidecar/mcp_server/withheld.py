"""Answers that must not leave because their attempt is not on record."""

from __future__ import annotations

from starlette.types import Message, Send

from sidecar.audit.errors import RecordUnavailableError


class WithheldAnswer:
    """Passes a response on until the record fails; then keeps it back, unless a part has left already.

    The gate answers 503 to the ``RecordUnavailableError`` raised in its place.
    """

    def __init__(self, send: Send) -> None:
        self._send = send
        self._body_left = False
        self._failure: RecordUnavailableError | None = None

    def withhold(self, failure: RecordUnavailableError) -> None:
        """Keep back what comes from here on."""
        self._failure = failure

    async def send(self, message: Message) -> None:
        """Pass ``message`` on (ASGI)."""
        if self._failure is None or self._body_left:
            self._body_left = self._body_left or bool(message.get("body"))
            await self._send(message)

    def finish(self) -> None:
        """Raise ``RecordUnavailableError`` when the answer was kept back."""
        if self._failure is not None and not self._body_left:
            raise self._failure
