"""What a connection may do on the site as it is now."""

from __future__ import annotations

from sidecar.bridge.messages import Connection, SiteState
from sidecar.catalogue.entry import FunctionEntry
from sidecar.policy.decision import Decision, Standing, decide
from sidecar.policy.patterns import FunctionLimit
from sidecar.policy.scopes import known_scopes


def standing_of(connection: Connection, site: SiteState) -> Standing:
    """Return the values policy decides on."""
    return Standing(
        enabled=site.settings.enabled,
        site_mode=site.settings.site_mode,
        scopes=known_scopes(connection.scopes),
        limit=FunctionLimit.parse(connection.limits.functions),
    )


def decide_on(name: str, entry: FunctionEntry | None, standing: Standing) -> Decision:
    """Decide on the function called ``name``; the same for list, search, describe and call."""
    return decide(function=name, function_class=entry.function_class if entry else None, standing=standing)
