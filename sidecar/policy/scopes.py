"""The scopes a person can give a client."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class Scope(StrEnum):
    """What a connection may do: discover and run reading functions, or run any function."""

    READ = "api.read"
    WRITE = "api.write"


_SCOPES = {scope.value: scope for scope in Scope}


def known_scopes(names: Iterable[str]) -> frozenset[Scope]:
    """Return the scopes among ``names``; a name we do not know grants nothing."""
    return frozenset(_SCOPES[name] for name in names if name in _SCOPES)
