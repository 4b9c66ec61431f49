"""Web origins whose pages an administrator lets read this server's answers."""

from __future__ import annotations

import re

from sidecar.bridge.errors import BridgeUnavailableError
from sidecar.site.status import Site

_ORIGIN = re.compile(
    r"https://[a-z0-9.-]+(?::[0-9]{1,5})?|http://(?:localhost|127\.0\.0\.1|\[::1\])(?::[0-9]{1,5})?", re.ASCII
)


def allowed_origins(site: Site) -> frozenset[str]:
    """Return the origins of the setting, each as browsers send it; what is no such origin allows nothing.

    ``null`` and ``*`` are none: anybody's page can be behind them.
    """
    try:
        named = site.state.settings.allowed_origins
    except BridgeUnavailableError:
        return frozenset()
    return frozenset(origin for origin in named if _ORIGIN.fullmatch(origin))
