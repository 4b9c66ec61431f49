"""What is asked of a rate, and the answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from sidecar.policy.gcra import Rate


@dataclass(frozen=True, slots=True)
class Take:
    """One more for ``key``, such as ``connection:12``, which may have ``per_minute``; ``ValueError`` below 1."""

    key: str
    per_minute: int

    def __post_init__(self) -> None:
        Rate.of(self.per_minute)

    @property
    def rate(self) -> Rate:
        return Rate.of(self.per_minute)

    def share(self, nodes: int) -> Self:
        """Return what one of so many nodes may let in without asking the others: never nothing at all."""
        return type(self)(self.key, max(self.per_minute // nodes, 1))


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """Whether all that was asked for was let in.

    Otherwise nothing was counted, ``refused`` is what has to wait longest, and after
    ``retry_after_s`` all of it would be let in.
    """

    refused: Take | None = None
    retry_after_s: float = 0.0

    @classmethod
    def of(cls, takes: Sequence[Take], waits_us: Sequence[int]) -> Self:
        """Return the verdict on ``takes``, each of which has so long to wait."""
        wait_us, refused = max(zip(waits_us, takes, strict=True), key=lambda pair: pair[0], default=(0, None))
        return cls(refused=refused, retry_after_s=wait_us / 1_000_000) if wait_us > 0 else cls()

    @property
    def allowed(self) -> bool:
        return self.refused is None
