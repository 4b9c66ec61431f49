"""Who asks, as the consent page shows it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from sidecar.bridge.demo.store import Row
from sidecar.results.cleaning import one_line
from sidecar.site.public_url import is_loopback

_MAX_NAME_CHARS = 80


@dataclass(frozen=True, kw_only=True, slots=True)
class Asker:
    """``title`` is who asks; ``own_name`` what it calls itself, where only its host is known.

    ``host`` is that of a document an administrator entered; ``returns_to`` that of the redirect.
    """

    title: str
    own_name: str
    host: str
    returns_to: str
    verified: bool
    on_this_device: bool


def describe_asker(request: Row) -> Asker:
    """Return what can be said of the client; names are cut and cleaned, for anybody may choose them."""
    redirect = urlsplit(request["redirecturi"])
    hostname = redirect.hostname or ""
    name = one_line(request["client_name"], max_chars=_MAX_NAME_CHARS) or "?"
    host = (urlsplit(request["client_id"]).hostname or "") if request["client_kind"] == "metadata" else ""
    vouched_for = not host or request["client_pinned"]
    return Asker(
        title=name if vouched_for else host,
        own_name="" if vouched_for else name,
        host=host if vouched_for else "",
        returns_to=redirect.netloc if redirect.scheme in ("http", "https") else f"{redirect.scheme}:",
        verified=request["client_kind"] != "dynamic",
        on_this_device=is_loopback(hostname) or redirect.scheme not in ("http", "https"),
    )
