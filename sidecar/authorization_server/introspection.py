"""The introspection endpoint (RFC 7662): what a client's own token is good for."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from sidecar.authorization_server.answers import answers_json, json_answer
from sidecar.authorization_server.authentication import AUTH_METHODS, authenticate_client
from sidecar.authorization_server.errors import IntrospectionRefusedError
from sidecar.authorization_server.parameters import read_form
from sidecar.authorization_server.ports import Ports
from sidecar.bridge.messages import Introspection

INTROSPECTION_AUTH_METHODS = tuple(method for method in AUTH_METHODS if method != "none")


class IntrospectionEndpoint:
    """Answers clients that an administrator made, about tokens they hold themselves; every other token is inactive."""

    def __init__(self, ports: Ports) -> None:
        self._ports = ports
        self.handle = answers_json(self._handle)

    async def _handle(self, request: Request) -> Response:
        parameters = await read_form(request)
        client, _attempt = await authenticate_client(
            request, parameters, self._ports, "introspect", INTROSPECTION_AUTH_METHODS
        )
        if client.client.kind != "registered":
            raise IntrospectionRefusedError("introspection_refused", "Only clients of an administrator may ask this.")
        told = await self._ports.bridge.token_introspect(
            tokenhashes=self._ports.tokens.hashes(parameters.require("token")), client_id=client.client_id
        )
        return json_answer(self._answer(told, client.client_id) if told.active else {"active": False})

    def _answer(self, told: Introspection, client_id: str) -> dict[str, Any]:
        """Return the members of RFC 7662 §2.2 that hold here."""
        answer: dict[str, Any] = {
            "active": True,
            "client_id": client_id,
            "scope": " ".join(told.scopes),
            "sub": None if told.userid is None else str(told.userid),
            "aud": told.resource,
            "iss": self._ports.public_url.origin,
            "iat": told.timecreated,
            "exp": told.timeexpires,
            "token_type": "Bearer" if told.kind == "access" else None,
        }
        return {name: value for name, value in answer.items() if value is not None}
