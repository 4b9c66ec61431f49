"""What is decided with: a site, and a connection to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sidecar.policy.addresses import AddressLimit
from sidecar.policy.patterns import FunctionLimit
from sidecar.policy.scopes import Scope

SiteMode = Literal["read", "write"]


@dataclass(frozen=True, kw_only=True, slots=True)
class SiteStanding:
    """What a site lets assistants do: anything at all, write, sit an assessment for a student."""

    enabled: bool
    site_mode: SiteMode
    assessment: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class ConnectionStanding:
    """What a connection was given, and what narrows it."""

    scopes: frozenset[Scope]
    functions: FunctionLimit
    addresses: AddressLimit
    course_limited: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """What a connection has, on the site as it is."""

    site: SiteStanding
    connection: ConnectionStanding
