"""Authentication by a signed assertion: ``private_key_jwt`` (RFC 7523)."""

from __future__ import annotations

import hashlib

from sidecar.authorization_server.client_assertion import AssertionRefusedError, ClientAssertion
from sidecar.authorization_server.failures import Attempt
from sidecar.authorization_server.ports import Ports
from sidecar.bridge.errors import BridgeError
from sidecar.bridge.messages import Client
from sidecar.foreign_documents.errors import ForeignDocumentError


async def check_assertion(
    assertion: ClientAssertion, client: Client, attempt: Attempt, ports: Ports, endpoint: str
) -> None:
    """Raise ``AssertionRefusedError`` unless ``assertion`` proves, for the first time, that ``client`` asks.

    It is used up last: what anyone could forge must not use up what is genuine.
    """
    if client.auth_method != "private_key_jwt":
        raise AssertionRefusedError("this client does not prove itself by a key")
    issuer = ports.public_url.origin
    assertion.check_claims(
        client_id=client.client_id,
        audiences={issuer, ports.public_url.oauth("token"), ports.public_url.oauth(endpoint)},
        now_s=ports.clock(),
    )
    try:
        keys = await ports.keys.candidates(
            client, assertion.algorithm, assertion.kid, admit=lambda: ports.failures.admit_document(attempt)
        )
    except (ForeignDocumentError, ValueError) as error:
        raise AssertionRefusedError(f"the keys of the client {error}") from error
    assertion.check_signature(keys)
    await _spend(assertion, client.client_id, ports)


async def _spend(assertion: ClientAssertion, client_id: str, ports: Ports) -> None:
    # Without a key: an assertion is no secret, and must stay used up when the ring turns.
    jtihash = hashlib.sha256(f"{client_id}\n{assertion.jti}".encode()).hexdigest()
    try:
        await ports.bridge.client_spend_assertion(
            client_id=client_id, jtihash=jtihash, timeexpires=assertion.timespendable
        )
    except BridgeError as error:
        if error.code != "assertion_replayed":
            raise
        raise AssertionRefusedError("it was used before") from error
