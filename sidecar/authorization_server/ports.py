"""What every OAuth endpoint works with."""

from __future__ import annotations

from dataclasses import dataclass

from sidecar.authorization_server.client_directory import ClientDirectory
from sidecar.authorization_server.client_keys import ClientKeys
from sidecar.authorization_server.failures import Failures
from sidecar.bridge.client import Bridge
from sidecar.site.clock import Clock
from sidecar.site.keyring import KeyRing
from sidecar.site.public_url import PublicUrl
from sidecar.site.status import Site


@dataclass(frozen=True, kw_only=True, slots=True)
class Ports:
    """The campus, its site and address, the keys of its hashes, its clients and their keys, and who failed before.

    ``clock`` returns Unix seconds.
    """

    bridge: Bridge
    site: Site
    tokens: KeyRing
    public_url: PublicUrl
    clients: ClientDirectory
    keys: ClientKeys
    failures: Failures
    clock: Clock
