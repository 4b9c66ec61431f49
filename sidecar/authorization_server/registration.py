"""The registration endpoint (RFC 7591): a client the site has never seen makes itself known."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from sidecar.authorization_server.answers import answers_json, json_answer
from sidecar.authorization_server.client_keys import reads_documents
from sidecar.authorization_server.client_metadata import ClientMetadata
from sidecar.authorization_server.clients import SECRET_METHODS
from sidecar.authorization_server.credentials import new_client_id, new_client_secret
from sidecar.authorization_server.errors import InvalidClientMetadataError, InvalidRequestError, NotFoundError
from sidecar.authorization_server.failures import Attempt
from sidecar.authorization_server.parameters import read_body
from sidecar.authorization_server.ports import Ports
from sidecar.bridge.messages import Client


class RegistrationEndpoint:
    """Stores public metadata and the hash of a secret that is shown this once."""

    def __init__(self, ports: Ports) -> None:
        self._ports = ports
        self.handle = answers_json(self._handle)

    async def _handle(self, request: Request) -> Response:
        settings = self._ports.site.state.settings
        if not settings.registration:
            raise NotFoundError("registration_disabled", "This site does not register clients by itself.")
        await self._ports.failures.admit_registration(Attempt.of(request))
        metadata = ClientMetadata.parse(await _read_json(request))
        if "jwks_uri" in metadata.details and not reads_documents(settings):
            raise InvalidClientMetadataError("keys_refused", "This site reads no foreign addresses: send the jwks.")
        secret = new_client_secret() if metadata.auth_method in SECRET_METHODS else None
        client = await self._ports.bridge.client_register(
            Client(
                client_id=new_client_id(),
                kind="dynamic",
                name=metadata.name,
                redirect_uris=tuple(uri.text for uri in metadata.redirect_uris),
                auth_method=metadata.auth_method,
                secrethash=None if secret is None else self._ports.tokens.hash(secret),
                metadata=metadata.details,
            )
        )
        answer = {"client_id": client.client_id, "client_id_issued_at": client.timecreated, **metadata.to_wire()}
        if secret is not None:
            answer |= {"client_secret": secret, "client_secret_expires_at": 0}
        return json_answer(answer, 201)


async def _read_json(request: Request) -> bytes:
    content_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if content_type != "application/json":
        raise InvalidClientMetadataError("content_type_refused", "The body must be sent as application/json.")
    try:
        return await read_body(request)
    except InvalidRequestError as error:
        raise InvalidClientMetadataError(error.code, error.text) from error
