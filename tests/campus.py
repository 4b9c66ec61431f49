"""What a contract test may ask of a campus, be it the demo campus or a real Moodle."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol, Self, TypedDict, Unpack

SiteMode = Literal["read", "write"]


class LimitChanges(TypedDict, total=False):
    """Limits of a connection by name, ``None`` being no limit; what is not named stays."""

    functions: Sequence[str] | None
    courses: Sequence[int] | None
    addresses: Sequence[str] | None
    ratelimit: int | None
    callquota: int | None
    bytequota: int | None
    approvewrites: bool


class RateChanges(TypedDict, total=False):
    """Rates of the site a minute, ``None`` being none; what is not named stays."""

    connection: int | None
    user: int | None
    address: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Person:
    """Somebody who can log in."""

    username: str
    password: str
    userid: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Assignment:
    """An assignment of many, and the true answer to how many handed it in."""

    id: int
    cmid: int
    participants: int
    submitted: int
    drafts: int


@dataclass(frozen=True, kw_only=True, slots=True)
class ConnectionRow:
    """One connection as the campus stores it."""

    id: int
    userid: int
    scopes: tuple[str, ...]
    timerevoked: int | None
    timeexpires: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class EventRow:
    """One event of ours in the site's log; ``name`` is its class without the namespace."""

    id: int
    name: str
    userid: int
    other: Mapping[str, Any]


class Campus(Protocol):
    """A running site with its sidecar; a context manager that ends both.

    ``people`` has at least ``prof.smith`` (teaches ``courseid``), ``ana.lima`` (student there and
    in ``other_courseid``), ``coord.edu`` (a manager), ``vic.visitor`` (an account without the
    capability to connect) and ``admin`` (the site's administrator, whatever its username).
    The site has no rates until they are set. Controls do what an administrator would do and
    have taken effect on return.
    """

    name: str
    mcp_url: str
    wwwroot: str
    people: Mapping[str, Person]
    courseid: int
    other_courseid: int
    assignment: Assignment
    forumid: int

    def __enter__(self) -> Self: ...

    def __exit__(self, *exc_info: object) -> None: ...

    def set_site_mode(self, mode: SiteMode) -> None: ...

    def set_enabled(self, enabled: bool) -> None:
        """Turn the kill switch."""
        ...

    def set_maintenance(self, on: bool) -> None: ...

    def set_assessment(self, allowed: bool) -> None:
        """Let assistants sit assessments, or not."""
        ...

    def set_rates(self, **rates: Unpack[RateChanges]) -> None: ...

    def suspend(self, username: str) -> None: ...

    def restore(self, username: str) -> None: ...

    def withdraw_capability(self, username: str) -> None: ...

    def grant_capability(self, username: str) -> None: ...

    def open_to_guests(self) -> Person:
        """Let guests log in; return the account they share."""
        ...

    def connections(self, username: str) -> Sequence[ConnectionRow]:
        """Return the person's connections, oldest first, revoked ones too."""
        ...

    def revoke_connection(self, connectionid: int) -> None: ...

    def set_limits(self, connectionid: int, **limits: Unpack[LimitChanges]) -> None: ...

    def audit_rows(self) -> Sequence[Mapping[str, Any]]:
        """Return the rows of ``local_mcpgate_audit``, by id, with that table's columns."""
        ...

    def events(self) -> Sequence[EventRow]:
        """Return our plugin's events in the site's log, by id."""
        ...
