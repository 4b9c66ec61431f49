"""Which scopes a request is for."""

from __future__ import annotations

from authlib.oauth2.rfc6749.util import scope_to_list

from sidecar.authorization_server.errors import InvalidScopeError
from sidecar.bridge.messages import SiteSettings
from sidecar.policy.scopes import Scope, known_scopes

OFFLINE_ACCESS = "offline_access"
"""Asks for refresh tokens, which every client gets that registered for them: it changes nothing (OIDC Core §11)."""


def offered_scopes(settings: SiteSettings) -> tuple[Scope, ...]:
    """Return what the site lets anyone ask for, in the order it is shown."""
    return (Scope.READ, Scope.WRITE) if settings.site_mode == "write" else (Scope.READ,)


def requested_scopes(text: str | None, settings: SiteSettings) -> tuple[Scope, ...]:
    """Return the offered part of what an authorization request asks for.

    Clients fill ``scope`` with names of other servers' making, so an unknown one is
    passed over, not refused (RFC 6749 §3.3). Reading is always part of it: the person
    may narrow a request for writing to it.
    """
    wanted = known_scopes(scope_to_list(text or "")) | {Scope.READ}
    return tuple(scope for scope in offered_scopes(settings) if scope in wanted)


def narrowed_scopes(text: str | None) -> tuple[Scope, ...] | None:
    """Return what a refresh asks to be narrowed to, or ``None`` for all it has.

    ``offline_access`` alone narrows nothing. Moodle compares the answer with what was
    granted. Raises ``InvalidScopeError`` when the request names scopes and none is known.
    """
    if text is None:
        return None
    named = scope_to_list(text)
    wanted = known_scopes(named)
    if set(named) == {OFFLINE_ACCESS}:
        return None
    if not wanted:
        raise InvalidScopeError("scope_unknown", "None of the requested scopes exists here.")
    return tuple(sorted(wanted))
