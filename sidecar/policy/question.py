"""What is decided on: a request that arrives, and the function it asks for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sidecar.policy.addresses import Address

FunctionClass = Literal["read", "write", "destructive", "never"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Exhausted:
    """A rate a minute or a daily quota that is used up: which one, and how long it lasts."""

    of: Literal["rate", "quota"]
    entry: str
    retry_after_s: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Arrival:
    """A request: the address it comes from, ``None`` when unknown, and the rate or quota that was found used up."""

    address: Address | None
    exhausted: Exhausted | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """A function by the name it was asked for; the class is ``None`` when the site has no such function.

    ``limitable`` tells whether the site can keep it inside of the courses of a connection.
    """

    function: str
    function_class: FunctionClass | None
    assessment: bool = False
    limitable: bool = True
