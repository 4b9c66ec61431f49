"""Failed attempts to authenticate: recorded, and slowed down where they come from."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

from starlette.requests import Request

from sidecar.audit.errors import RecordUnavailableError
from sidecar.audit.record import Kind
from sidecar.audit.refusal_log import Alike, RefusalLog
from sidecar.authorization_server.allowance import Allowance
from sidecar.authorization_server.errors import TemporarilyUnavailableError, TooManyAttemptsError
from sidecar.policy.addresses import subscriber_of
from sidecar.site.clock import Clock

MAX_KEY_CHARS = 255
"""Of a client_id, whose length is the sender's choice: clients that begin alike share what they may do."""
GUESSES = frozenset(
    {
        "client_refused",
        "code_unknown",
        "client_mismatch",
        "redirect_uri_mismatch",
        "verifier_mismatch",
        "refresh_unknown",
    }
)
"""Codes an attacker who tries values meets; an honest client's outdated token is not among them."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Attempt:
    """Who tries: an address, a browser or program, and the client it says it is."""

    clientip: str
    useragent: str
    client_id: str = ""

    @classmethod
    def of(cls, request: Request, client_id: str = "") -> Attempt:
        return cls(
            clientip=request.client.host if request.client is not None else "",
            useragent=request.headers.get("user-agent", ""),
            client_id=client_id,
        )

    @property
    def client_here(self) -> tuple[str, str]:
        """The client at this address."""
        return self.network, self.client_id[:MAX_KEY_CHARS]

    @property
    def network(self) -> str:
        """The address; of IPv6 the /64, which one subscriber has to himself."""
        return subscriber_of(self.clientip)


class Failures:
    """Keeps guessing slow without locking anyone out elsewhere.

    One client at one address gets 10 wrong guesses, then 10 a minute; one address,
    behind which a hosted assistant's whole public may be, gets 100, then 100 a minute.
    """

    def __init__(self, *, log: RefusalLog, clock: Clock) -> None:
        self._log = log
        self._by_client = Allowance(burst=10, per_minute=10, clock=clock)
        self._by_network = Allowance(burst=100, per_minute=100, clock=clock)
        self._registrations = Allowance(burst=60, per_minute=5, clock=clock)
        self._documents = Allowance(burst=30, per_minute=10, clock=clock)

    async def admit(self, attempt: Attempt) -> None:
        """Raise ``TooManyAttemptsError`` while the origin of ``attempt`` has to wait."""
        await self._hold_back(self._by_client, attempt.client_here, attempt)
        await self._hold_back(self._by_network, attempt.network, attempt)

    async def admit_registration(self, attempt: Attempt) -> None:
        """Count a registration; raise ``TooManyAttemptsError`` when its address made too many."""
        await self._hold_back(self._registrations, attempt.network, attempt)
        self._registrations.spend(attempt.network)

    async def admit_document(self, attempt: Attempt) -> None:
        """Count a foreign document read for somebody; raise ``TooManyAttemptsError`` when it were too many."""
        await self._hold_back(self._documents, attempt.network, attempt)
        self._documents.spend(attempt.network)

    async def failed(self, attempt: Attempt, code: str) -> None:
        """Record a failed sign-in; count it when it may have been a guess."""
        if code in GUESSES:
            self._by_client.spend(attempt.client_here)
            self._by_network.spend(attempt.network)
        await self._record("auth_failed", code, attempt, attempt.client_id)

    async def _hold_back(self, allowance: Allowance, key: Hashable, attempt: Attempt) -> None:
        wait_s = allowance.wait_s(key)
        if not wait_s:
            return
        await self._record("rate_limited", "too_many_attempts", attempt)
        raise TooManyAttemptsError("too_many_attempts", "Too many attempts; wait and try again.", retry_after_s=wait_s)

    async def _record(self, kind: Kind, code: str, attempt: Attempt, clientid: str = "") -> None:
        refused = Alike(kind=kind, code=code, clientip=attempt.clientip, clientid=clientid)
        try:
            await self._log.add(refused, useragent=attempt.useragent)
        except RecordUnavailableError as error:
            raise TemporarilyUnavailableError(error.code, "The record cannot be written; try again later.") from error
