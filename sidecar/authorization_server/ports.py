"""What every OAuth endpoint works with."""

from __future__ import annotations

from dataclasses import dataclass

from sidecar.authorization_server.failures import Failures
from sidecar.bridge.client import Bridge
from sidecar.site.keyring import KeyRing
from sidecar.site.public_url import PublicUrl
from sidecar.site.status import Site


@dataclass(frozen=True, kw_only=True, slots=True)
class Ports:
    """The campus, what is known of its site, the keys of its hashes, its address, and who has failed before."""

    bridge: Bridge
    site: Site
    tokens: KeyRing
    public_url: PublicUrl
    failures: Failures
