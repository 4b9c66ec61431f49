"""The WWW-Authenticate header that leads a client to authorization (RFC 6750 §3, RFC 9728 §5.1)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sidecar.bridge.errors import BridgeUnavailableError
from sidecar.policy.scopes import Scope
from sidecar.site.public_url import PublicUrl
from sidecar.site.status import Site

_UNQUOTABLE = re.compile(r"[^\x20-\x21\x23-\x5b\x5d-\x7e]")


class Challenge:
    """Builds challenges; without credentials there is no ``error`` in them (RFC 6750 §3.1)."""

    def __init__(self, *, public_url: PublicUrl, site: Site) -> None:
        self._metadata_url = public_url.protected_resource_metadata
        self._site = site

    def header(self, *, error: str, description: str, scope: Sequence[str] = ()) -> str:
        parts = {"error": error, "error_description": description if error else ""}
        parts |= {"scope": " ".join(scope or offered_scopes(self._site)), "resource_metadata": self._metadata_url}
        quoted = (f'{name}="{_UNQUOTABLE.sub("", value)}"' for name, value in parts.items() if value)
        return "Bearer " + ", ".join(quoted)


def offered_scopes(site: Site) -> tuple[str, ...]:
    """Return the scopes a client may ask for now: writing only while the site allows it."""
    try:
        writable = site.state.settings.site_mode == "write"
    except BridgeUnavailableError:
        writable = False
    return (Scope.READ.value, Scope.WRITE.value) if writable else (Scope.READ.value,)
