"""The authorization endpoint (RFC 6749 §3.1): a browser comes in and is led to Moodle's consent page."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from sidecar.authorization_server.answers import see_other
from sidecar.authorization_server.authorization_request import AuthorizationRequest, Return
from sidecar.authorization_server.browser_cookie import BrowserCookie
from sidecar.authorization_server.error_page import answers_page
from sidecar.authorization_server.errors import (
    AuthorizationServerError,
    InvalidClientError,
    InvalidRedirectUriError,
)
from sidecar.authorization_server.failures import Attempt
from sidecar.authorization_server.parameters import Parameters
from sidecar.authorization_server.ports import Ports


class AuthorizationEndpoint:
    """Checks who asks and what for, stores it with Moodle, and sends the browser there."""

    def __init__(self, ports: Ports) -> None:
        self._ports = ports
        self.handle = answers_page(self._handle)

    async def _handle(self, request: Request) -> Response:
        parameters = Parameters.parse(request.url.query)
        back = await self._return(request, parameters)
        try:
            asked = AuthorizationRequest.read(parameters, self._ports.public_url, self._ports.site.state.settings)
        except AuthorizationServerError as error:
            if not back.vetted:
                raise
            return see_other(error_location(back, error, self._ports.public_url.origin))
        return await self._ask_the_person(request, back, asked)

    async def _return(self, request: Request, parameters: Parameters) -> Return:
        client_id = parameters.require("client_id")
        known = await self._ports.clients.for_authorization(client_id, Attempt.of(request, client_id))
        if known is None:
            raise InvalidClientError("client_unknown", "No such client is registered here.")
        redirect_uri = known.find_redirect_uri(parameters.require("redirect_uri"))
        if redirect_uri is None:
            raise InvalidRedirectUriError("redirect_uri_mismatch", "The client did not register this redirect_uri.")
        return Return(client=known, redirect_uri=redirect_uri, state=parameters.get("state"))

    async def _ask_the_person(self, request: Request, back: Return, asked: AuthorizationRequest) -> Response:
        cookie = BrowserCookie.read_or_make(request, secure=self._ports.public_url.secure)
        pending = await self._ports.bridge.request_create(
            client_id=back.client.client_id,
            redirect_uri=back.redirect_uri.text,
            code_challenge=asked.code_challenge,
            scopes=[scope.value for scope in asked.scopes],
            resource=asked.resource,
            state=back.state,
            browserhash=self._ports.tokens.hash(cookie.value),
            clientip=Attempt.of(request).clientip,
            prompt=asked.prompt,
        )
        response = see_other(pending.url)
        cookie.set_on(response)
        return response


def error_location(back: Return, error: AuthorizationServerError, issuer: str) -> str:
    """Return the client's address with the error (RFC 6749 §4.1.2.1) and ``iss`` (RFC 9207 §2)."""
    parameters = [("error", error.error), ("error_description", error.text)]
    if back.state is not None:
        parameters.append(("state", back.state))
    return back.redirect_uri.with_answer([*parameters, ("iss", issuer)])
