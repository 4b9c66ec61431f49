"""What the index keeps in memory of each function."""

from __future__ import annotations

from dataclasses import dataclass

from sidecar.bridge.messages import FunctionClass, FunctionDescription
from sidecar.results.cleaning import one_line

_MAX_SUMMARY_CHARS = 140


@dataclass(frozen=True, kw_only=True, slots=True)
class FunctionEntry:
    """A function as lists show it; its trees stay on disk until someone asks."""

    name: str
    component: str
    function_class: FunctionClass
    assessment: bool
    limitable: bool
    summary: str
    deprecated: bool

    @classmethod
    def of(cls, function: FunctionDescription) -> FunctionEntry:
        """Return the entry of ``function``, with a description of one line."""
        return cls(
            name=function.name,
            component=function.component,
            function_class=function.function_class,
            assessment=function.assessment,
            limitable=function.limitable,
            summary=one_line(function.description, max_chars=_MAX_SUMMARY_CHARS),
            deprecated=function.deprecated,
        )
