"""A signed assertion by which a client says who it is (RFC 7521 §4.2, RFC 7523 §2.2, §3)."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from joserfc import jws
from joserfc.errors import JoseError

from sidecar.authorization_server.client_keys import ALGORITHMS, Algorithm, PublicKey

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
MAX_AHEAD_S = 600
LEEWAY_S = 60
"""Foreign clocks may be wrong by so much."""
MAX_JTI_CHARS = 256
_COMPACT = re.compile(r"([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)\.[A-Za-z0-9_-]+", re.ASCII)
_HEADERS = frozenset({"alg", "kid", "typ", "cty", "x5t", "x5t#S256"})
"""None carries a key, leads to one or sets a rule; ``jwk``, ``jku``, ``x5u``, ``x5c`` and ``crit`` would."""
_UNSENDABLE = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
_TYPES = frozenset({"jwt", "client-authentication+jwt"})


class AssertionRefusedError(Exception):
    """Says for the log why an assertion proves nothing; its text repeats no input."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ClientAssertion:
    """A JWT that was read and proves nothing until its claims and its signature were checked."""

    text: str = field(repr=False)
    algorithm: Algorithm
    kid: str | None
    claims: Mapping[str, Any] = field(repr=False)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the assertion; raises ``AssertionRefusedError`` when it is not a JWT of the kinds taken here."""
        parts = _COMPACT.fullmatch(text)
        if parts is None:
            raise AssertionRefusedError("it is not a compact JWT")
        header, claims = (_json_object(part) for part in parts.groups())
        algorithm = ALGORITHMS.get(_text(header, "alg"))
        if algorithm is None:
            raise AssertionRefusedError("its alg is neither RS256 nor ES256")
        if not _HEADERS.issuperset(header) or _text(header, "typ", "JWT").lower() not in _TYPES:
            raise AssertionRefusedError("its header holds what is not taken here")
        kid = _text(header, "kid") if "kid" in header else None
        return cls(text=text, algorithm=algorithm, kid=kid, claims=claims)

    @property
    def subject(self) -> str:
        """Who it claims to be from."""
        return _text(self.claims, "sub", "")

    @property
    def jti(self) -> str:
        return _text(self.claims, "jti")

    @property
    def timespendable(self) -> int:
        """Unix seconds until which it could be used again."""
        return _seconds(self.claims, "exp") + LEEWAY_S

    def check_claims(self, *, client_id: str, audiences: Collection[str], now_s: float) -> None:
        """Raise ``AssertionRefusedError`` unless it is this client's, for this server, and for now (RFC 7523 §3)."""
        if _text(self.claims, "iss") != client_id or _text(self.claims, "sub") != client_id:
            raise AssertionRefusedError("iss and sub are not the client")
        if _text(self.claims, "aud") not in audiences:
            raise AssertionRefusedError("aud is not this server")
        if not 1 <= len(self.jti) <= MAX_JTI_CHARS:
            raise AssertionRefusedError("jti is empty or too long")
        if not now_s - LEEWAY_S < _seconds(self.claims, "exp") <= now_s + LEEWAY_S + MAX_AHEAD_S:
            raise AssertionRefusedError("exp is past or too far ahead")
        for name in ("nbf", "iat"):
            if name in self.claims and _seconds(self.claims, name) > now_s + LEEWAY_S:
                raise AssertionRefusedError(f"{name} is ahead")

    def check_signature(self, keys: Iterable[PublicKey]) -> None:
        """Raise ``AssertionRefusedError`` unless one of ``keys`` signed it."""
        if not any(self._is_signed_by(key) for key in keys):
            raise AssertionRefusedError("no key of the client signed it")

    def _is_signed_by(self, key: PublicKey) -> bool:
        try:
            jws.deserialize_compact(self.text, key.key, algorithms=[key.algorithm])
        except JoseError:
            return False
        return True


def _json_object(segment: str) -> dict[str, Any]:
    try:
        decoded = base64.b64decode(segment + "=" * (-len(segment) % 4), altchars=b"-_", validate=True)
        value = json.loads(decoded.decode(), object_pairs_hook=_without_repetition)
    except (ValueError, RecursionError):
        raise AssertionRefusedError("a part of it is not JSON, or repeats a member") from None
    if not isinstance(value, dict):
        raise AssertionRefusedError("a part of it is not a JSON object")
    return value


def _without_repetition(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a member is there twice")
    return members


def _text(members: Mapping[str, Any], name: str, absent: str | None = None) -> str:
    value = members.get(name, absent)
    if not isinstance(value, str) or _UNSENDABLE.search(value):
        raise AssertionRefusedError(f"{name} is not a plain text")
    return value


def _seconds(claims: Mapping[str, Any], name: str) -> int:
    value = claims.get(name)
    if not isinstance(value, int) or isinstance(value, bool):
        raise AssertionRefusedError(f"{name} is not a whole number")
    return value
