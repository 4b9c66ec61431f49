"""Authentication by a secret, or of a public client by none (RFC 6749 §2.3.1, §3.2.1)."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from sidecar.authorization_server.clients import KnownClient
from sidecar.authorization_server.ports import Ports
from sidecar.authorization_server.presented_credentials import PresentedCredentials
from sidecar.bridge.errors import BridgeError
from sidecar.bridge.messages import AuthMethod
from sidecar.site.secret import Secret

_LOG = logging.getLogger(__name__)


class SecretRefusedError(Exception):
    """The client is unknown, or what it sent is not what it registered."""


def check_secret(presented: PresentedCredentials, client: KnownClient, methods: Sequence[AuthMethod]) -> None:
    """Raise ``SecretRefusedError`` unless ``client`` sent what it registered, by one of ``methods``.

    A secret is compared whoever sends it: how long this takes tells nobody which clients there are.
    """
    right = presented.proof is None or client.holds(presented.proof)
    fits = presented.method in methods and client.authenticates_by(presented.method)
    if not fits:
        raise SecretRefusedError(f"it is unknown, or may not prove itself by {presented.method} here")
    if not right:
        raise SecretRefusedError("its secret is wrong")


async def renew_hash(client: KnownClient, secret: Secret, ports: Ports) -> None:
    """Store the hash of a right secret under the ring's first key, if an older key made it.

    When that fails the client is served all the same, and its next request tries again.
    """
    stored, newest = client.client.secrethash, ports.tokens.hash(secret.reveal())
    if stored is None or stored == newest:
        return
    try:
        await ports.bridge.client_rehash(client_id=client.client_id, secrethash=stored, newhash=newest)
    except BridgeError as error:
        _LOG.warning("The secret of a client stays hashed under an older key: %s", error)
