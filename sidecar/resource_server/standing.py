"""What a connection may do on the site as it is now."""

from __future__ import annotations

from functools import lru_cache

from sidecar.bridge.messages import Connection, SiteState
from sidecar.policy.addresses import AddressLimit
from sidecar.policy.patterns import FunctionLimit
from sidecar.policy.scopes import Scope, known_scopes
from sidecar.policy.standing import ConnectionStanding, SiteStanding, Standing

_REMEMBERED = 1024


def standing_of(connection: Connection, site: SiteState) -> Standing:
    """Return the values policy decides with."""
    settings = site.settings
    limits = connection.limits
    return Standing(
        site=SiteStanding(enabled=settings.enabled, site_mode=settings.site_mode, assessment=settings.assessment),
        connection=_given(connection.scopes, limits.functions, limits.addresses, limits.courses is not None),
    )


def may_write(connection: Connection, site: SiteState) -> bool:
    """Return whether there is anything this connection may change, as far as its scopes and the site's mode go."""
    standing = standing_of(connection, site)
    return standing.site.site_mode == "write" and Scope.WRITE in standing.connection.scopes


@lru_cache(_REMEMBERED)
def _given(
    scopes: tuple[str, ...],
    functions: tuple[str, ...] | None,
    addresses: tuple[str, ...] | None,
    course_limited: bool,
) -> ConnectionStanding:
    return ConnectionStanding(
        scopes=known_scopes(scopes),
        functions=FunctionLimit.parse(functions),
        addresses=AddressLimit.parse(addresses),
        course_limited=course_limited,
    )
