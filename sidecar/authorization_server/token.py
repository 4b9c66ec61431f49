"""The token endpoint (RFC 6749 §3.2): codes and refresh tokens become token pairs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Self

from starlette.requests import Request
from starlette.responses import Response

from sidecar.authorization_server.answers import answers_json, json_answer
from sidecar.authorization_server.audience import read_resource
from sidecar.authorization_server.authentication import authenticate_client
from sidecar.authorization_server.clients import GRANT_TYPES, KnownClient
from sidecar.authorization_server.credentials import new_access_token, new_refresh_token
from sidecar.authorization_server.errors import (
    InvalidGrantError,
    UnauthorizedClientError,
    UnsupportedGrantTypeError,
)
from sidecar.authorization_server.failures import Attempt
from sidecar.authorization_server.moodle_refusal import refusal_of
from sidecar.authorization_server.parameters import Parameters, read_form
from sidecar.authorization_server.pkce import read_verifier
from sidecar.authorization_server.ports import Ports
from sidecar.authorization_server.scopes import narrowed_scopes
from sidecar.bridge.errors import BridgeError
from sidecar.bridge.messages import Grant


@dataclass(frozen=True, kw_only=True, slots=True)
class _Pair:
    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)

    @classmethod
    def new(cls) -> Self:
        return cls(access_token=new_access_token(), refresh_token=new_refresh_token())

    def answer(self, grant: Grant, client: KnownClient) -> dict[str, Any]:
        """Return the token response; the scope is what was granted, which may be less than asked."""
        answer: dict[str, Any] = {
            "access_token": self.access_token,
            "token_type": "Bearer",
            "expires_in": grant.access_expires_in,
            "scope": " ".join(grant.scopes),
        }
        if client.check_grant_type("refresh_token"):
            answer["refresh_token"] = self.refresh_token
        return answer


class TokenEndpoint:
    """Checks the request's grammar, then lets Moodle decide and store the hashes of a new pair."""

    def __init__(self, ports: Ports) -> None:
        self._ports = ports
        self.handle = answers_json(self._handle)

    async def _handle(self, request: Request) -> Response:
        parameters = await read_form(request)
        grant_type = parameters.require("grant_type")
        if grant_type not in GRANT_TYPES:
            raise UnsupportedGrantTypeError("grant_type_unsupported", "This grant_type is not supported.")
        client, attempt = await authenticate_client(request, parameters, self._ports, "token")
        if not client.check_grant_type(grant_type):
            raise UnauthorizedClientError("grant_type_not_registered", "The client did not register this grant_type.")
        pair = _Pair.new()
        try:
            grant = await self._grant(grant_type, parameters, attempt, pair)
        except BridgeError as error:
            refusal = refusal_of(error)
            if isinstance(refusal, InvalidGrantError):
                await self._ports.failures.failed(attempt, refusal.code)
            raise refusal from error
        return json_answer(pair.answer(grant, client))

    async def _grant(self, grant_type: str, parameters: Parameters, attempt: Attempt, pair: _Pair) -> Grant:
        if grant_type == "authorization_code":
            return await self._redeem(parameters, attempt, pair)
        return await self._refresh(parameters, attempt, pair)

    async def _redeem(self, parameters: Parameters, attempt: Attempt, pair: _Pair) -> Grant:
        tokens = self._ports.tokens
        return await self._ports.bridge.code_redeem(
            codehashes=tokens.hashes(parameters.require("code")),
            client_id=attempt.client_id,
            redirect_uri=parameters.require("redirect_uri"),
            code_verifier=read_verifier(parameters),
            resource=read_resource(parameters, self._ports.public_url),
            accesshash=tokens.hash(pair.access_token),
            refreshhash=tokens.hash(pair.refresh_token),
            clientip=attempt.clientip,
        )

    async def _refresh(self, parameters: Parameters, attempt: Attempt, pair: _Pair) -> Grant:
        tokens = self._ports.tokens
        return await self._ports.bridge.token_refresh(
            refreshhashes=tokens.hashes(parameters.require("refresh_token")),
            client_id=attempt.client_id,
            scopes=narrowed_scopes(parameters.get("scope")),
            resource=read_resource(parameters, self._ports.public_url),
            accesshash=tokens.hash(pair.access_token),
            refreshhash=tokens.hash(pair.refresh_token),
            clientip=attempt.clientip,
        )
