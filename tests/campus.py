"""What a contract test may ask of a campus, be it the demo campus or a real Moodle."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol, Self, TypedDict, Unpack

from sidecar.bridge.client import Bridge

SiteMode = Literal["read", "write"]
ClientDocuments = Literal["fetch", "pinned", "off"]
Proof = Literal["none", "secret", "key"]
"""How a client proves itself: not at all, by a secret it sends, or by a key it signs with."""


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


class LifetimeChanges(TypedDict, total=False):
    """Seconds that tokens and connections live at most; what is not named stays. A ``connection`` of 0 has no end."""

    accesstoken: int
    refreshtoken: int
    connection: int


@dataclass(frozen=True, kw_only=True, slots=True)
class RegisteredClient:
    """A client an administrator entered; ``secret`` is shown this once, and ``None`` where it needs none."""

    client_id: str
    secret: str | None = field(default=None, repr=False)


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

    def set_client_documents(self, how: ClientDocuments) -> None:
        """Say how clients are known whose ``client_id`` is the address of a metadata document."""
        ...

    def set_allowed_origins(self, origins: Sequence[str]) -> None: ...

    def set_lifetimes(self, **lifetimes: Unpack[LifetimeChanges]) -> None: ...

    def register_client(
        self,
        *,
        name: str,
        redirect_uris: Sequence[str],
        proof: Proof = "none",
        jwks: Mapping[str, Any] | None = None,
    ) -> RegisteredClient:
        """Enter a client, as an administrator does for one that cannot register itself."""
        ...

    def pin_document(self, document: Mapping[str, Any]) -> None:
        """Enter the metadata document of a client, which is then never fetched."""
        ...

    def delete_client(self, client_id: str) -> None:
        """Delete a client of any kind, and revoke its connections."""
        ...

    def suspend(self, username: str) -> None: ...

    def restore(self, username: str) -> None: ...

    def withdraw_capability(self, username: str) -> None: ...

    def grant_capability(self, username: str) -> None: ...

    def force_password_change(self, username: str, *, forced: bool) -> None: ...

    def set_deleted(self, username: str, *, deleted: bool) -> None:
        """Mark the account as deleted, as a directory's synchronisation does, or take that back."""
        ...

    def open_to_guests(self) -> Person:
        """Let guests log in; return the account they share."""
        ...

    def connections(self, username: str) -> Sequence[ConnectionRow]:
        """Return the person's connections, oldest first, revoked ones too."""
        ...

    def revoke_connection(self, connectionid: int) -> None: ...

    def expire_access_tokens(self, connectionid: int) -> None:
        """Let the access tokens of a connection be of the past; its refresh tokens stay good."""
        ...

    def let_time_pass(self, connectionid: int, seconds: int) -> None:
        """Move all the campus has stored of a connection, its code and its tokens so far into the past."""
        ...

    def readdress(self, connectionid: int, resource: str) -> None:
        """Let a connection be one for another resource."""
        ...

    def set_limits(self, connectionid: int, **limits: Unpack[LimitChanges]) -> None: ...

    def audit_rows(self) -> Sequence[Mapping[str, Any]]:
        """Return the rows of ``local_mcpgate_audit``, by id, with that table's columns."""
        ...

    def events(self) -> Sequence[EventRow]:
        """Return our plugin's events in the site's log, by id."""
        ...

    def bridge(self) -> Bridge:
        """Return a bridge such as another sidecar of this campus would have; its user closes it."""
        ...
