"""What an operation is asked."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

Hash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Hashes = Annotated[list[Hash], Field(min_length=1, max_length=4)]
Scopes = Annotated[list[Annotated[str, Field(max_length=64)]], Field(max_length=16)]
Answer = dict[str, Any]


class Question(BaseModel):
    """A body of PROTOCOL.md, exact in names and types."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Nothing(Question):
    """An operation that is asked without anything."""
