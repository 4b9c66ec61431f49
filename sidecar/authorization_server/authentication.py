"""Client authentication at the token and revocation endpoints (RFC 6749 §2.3, §3.2.1)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from authlib.oauth2 import OAuth2Error
from authlib.oauth2.rfc6749 import ClientAuthentication, OAuth2Payload, OAuth2Request
from authlib.oauth2.rfc6749.util import extract_basic_authorization
from starlette.requests import Request

from sidecar.authorization_server.clients import KnownClient, read_client
from sidecar.authorization_server.errors import InvalidClientError, InvalidRequestError
from sidecar.authorization_server.failures import Attempt
from sidecar.authorization_server.parameters import Parameters
from sidecar.authorization_server.ports import Ports

AUTH_METHODS = ("none", "client_secret_post", "client_secret_basic")


class _Payload(OAuth2Payload):  # type: ignore[misc]  # authlib ships no types
    def __init__(self, parameters: Parameters) -> None:
        self._parameters = parameters

    @property
    def data(self) -> Mapping[str, str]:
        return self._parameters.as_mapping()

    @property
    def datalist(self) -> defaultdict[str, list[str]]:
        return defaultdict(list, {name: [value] for name, value in self.data.items()})


class _GrammarRequest(OAuth2Request):  # type: ignore[misc]  # authlib ships no types
    """A token request as authlib reads it; its address is the public one, whatever the proxy rewrote."""

    def __init__(self, request: Request, parameters: Parameters, url: str) -> None:
        super().__init__(request.method, url, headers=request.headers)
        self.payload = _Payload(parameters)

    @property
    def form(self) -> Mapping[str, str]:
        data: Mapping[str, str] = self.payload.data
        return data


async def authenticate_client(
    request: Request, parameters: Parameters, ports: Ports, endpoint: str
) -> tuple[KnownClient, Attempt]:
    """Return the authenticated client and the attempt that was its.

    The client is read first, so that authlib's synchronous grammar only compares
    values in memory. Raises ``InvalidRequestError``, ``InvalidClientError`` or
    ``TooManyAttemptsError``.
    """
    client_id = _presented_client_id(request, parameters)
    attempt = Attempt.of(request, client_id)
    await ports.failures.admit(attempt)
    found = await read_client(ports.bridge, client_id)
    known = None if found is None else KnownClient(found, ports.tokens)
    grammar_request = _GrammarRequest(request, parameters, ports.public_url.oauth(endpoint))
    try:
        client: KnownClient = ClientAuthentication(lambda _client_id: known)(grammar_request, AUTH_METHODS, endpoint)
    except OAuth2Error as error:
        await ports.failures.failed(attempt, "client_refused")
        raise InvalidClientError(
            "client_refused", "The client is unknown here, or its credentials are wrong."
        ) from error
    return client, attempt


def _presented_client_id(request: Request, parameters: Parameters) -> str:
    """Return the one identity the request claims (RFC 6749 §2.3: one method a request)."""
    try:
        basic_id, basic_secret = extract_basic_authorization(request.headers)
    except ValueError:
        raise InvalidRequestError("authorization_malformed", "The Authorization header is not valid.") from None
    form_id, form_secret = parameters.get("client_id"), parameters.get("client_secret")
    if basic_id and ((form_id and form_id != basic_id) or (basic_secret and form_secret)):
        raise InvalidRequestError("client_ambiguous", "The client authenticates in more than one way.")
    client_id = form_id or basic_id
    if not client_id:
        raise InvalidClientError("client_missing", "The request does not say which client it is from.")
    return str(client_id)
