"""Client authentication where programs ask: by nothing, a secret or a key (RFC 6749 §2.3, §3.2.1)."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from starlette.requests import Request

from sidecar.authorization_server.client_assertion import AssertionRefusedError, ClientAssertion
from sidecar.authorization_server.clients import KnownClient
from sidecar.authorization_server.errors import InvalidClientError
from sidecar.authorization_server.failures import Attempt
from sidecar.authorization_server.key_authentication import check_assertion
from sidecar.authorization_server.parameters import Parameters
from sidecar.authorization_server.ports import Ports
from sidecar.authorization_server.presented_credentials import PresentedCredentials
from sidecar.authorization_server.secret_authentication import SecretRefusedError, check_secret, renew_hash
from sidecar.bridge.messages import AuthMethod

AUTH_METHODS: Sequence[AuthMethod] = ("none", "client_secret_post", "client_secret_basic", "private_key_jwt")
_LOG = logging.getLogger(__name__)
_LOGGED_CHARS = 200


async def authenticate_client(
    request: Request,
    parameters: Parameters,
    ports: Ports,
    endpoint: str,
    methods: Sequence[AuthMethod] = AUTH_METHODS,
) -> tuple[KnownClient, Attempt]:
    """Return the client that proved itself by one of ``methods``, and the attempt that was its.

    Who is unknown and who sends a wrong secret get one answer for the same work. Raises
    ``InvalidRequestError``, ``InvalidClientError`` or ``TooManyAttemptsError``.
    """
    presented = PresentedCredentials.read(request, parameters)
    attempt = Attempt.of(request, presented.client_id)
    await ports.failures.admit(attempt)
    try:
        if presented.method == "private_key_jwt":
            client = await _by_key(presented, attempt, ports, endpoint)
        else:
            client = await _by_secret(presented, ports, methods)
    except (AssertionRefusedError, SecretRefusedError) as error:
        _LOG.info("A client that calls itself %r was refused: %s", presented.client_id[:_LOGGED_CHARS], error)
        await ports.failures.failed(attempt, "client_refused")
        raise InvalidClientError(
            "client_refused", "The client is unknown here, or its credentials are wrong."
        ) from error
    return client, attempt


async def _by_secret(presented: PresentedCredentials, ports: Ports, methods: Sequence[AuthMethod]) -> KnownClient:
    client = await ports.clients.for_token(presented.client_id)
    client = client or KnownClient.stranger(presented.client_id, ports.tokens)
    check_secret(presented, client, methods)
    if presented.proof is not None:
        await renew_hash(client, presented.proof, ports)
    return client


async def _by_key(presented: PresentedCredentials, attempt: Attempt, ports: Ports, endpoint: str) -> KnownClient:
    assertion = ClientAssertion.parse(presented.proof.reveal() if presented.proof else "")
    client = await ports.clients.for_token(presented.client_id)
    if client is None:
        raise AssertionRefusedError("no client has this name")
    await check_assertion(assertion, client.client, attempt, ports, endpoint)
    return client
