"""The revocation endpoint (RFC 7009): a client gives back what it was allowed."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from sidecar.authorization_server.answers import answers_json, json_answer
from sidecar.authorization_server.authentication import authenticate_client
from sidecar.authorization_server.parameters import read_form
from sidecar.authorization_server.ports import Ports


class RevocationEndpoint:
    """Ends the connection a token of the client belongs to; 200 whether or not there was one."""

    def __init__(self, ports: Ports) -> None:
        self._ports = ports
        self.handle = answers_json(self._handle)

    async def _handle(self, request: Request) -> Response:
        parameters = await read_form(request)
        client, attempt = await authenticate_client(request, parameters, self._ports, "revoke")
        await self._ports.bridge.token_revoke(
            tokenhashes=self._ports.tokens.hashes(parameters.require("token")),
            client_id=client.client_id,
            clientip=attempt.clientip,
        )
        return json_answer({})
