"""Back from Moodle's consent page: the browser is sent on to the client with a code."""

from __future__ import annotations

import re

from starlette.requests import Request
from starlette.responses import Response

from sidecar.authorization_server.answers import see_other
from sidecar.authorization_server.browser_cookie import BrowserCookie
from sidecar.authorization_server.credentials import new_code
from sidecar.authorization_server.error_page import answers_page
from sidecar.authorization_server.errors import InvalidRequestError
from sidecar.authorization_server.failures import Attempt
from sidecar.authorization_server.parameters import Parameters
from sidecar.authorization_server.ports import Ports
from sidecar.authorization_server.redirect_uri import RedirectUri
from sidecar.bridge.errors import BridgeError, BridgeUnavailableError
from sidecar.bridge.messages import FinishedRequest

RECORDED = frozenset({"request_unknown", "request_wrong_browser"})
"""Codes that mean somebody tries another person's flow; the rest are a reloaded page."""

_HEX = re.compile(r"[0-9a-f]{64}", re.ASCII)


class ConsentReturn:
    """Spends the ticket of the consent page, in the browser the flow began in."""

    def __init__(self, ports: Ports) -> None:
        self._ports = ports
        self.handle = answers_page(self._handle)

    async def _handle(self, request: Request) -> Response:
        parameters = Parameters.parse(request.url.query)
        requestid, ticket = parameters.require("request"), parameters.require("ticket")
        if not _HEX.fullmatch(requestid) or not _HEX.fullmatch(ticket):
            raise InvalidRequestError("request_unknown", "This address is not from a consent page.")
        attempt = Attempt.of(request)
        cookie = BrowserCookie.read(request, secure=self._ports.public_url.secure)
        if cookie is None:
            await self._ports.failures.failed(attempt, "request_wrong_browser")
            raise InvalidRequestError("request_wrong_browser", "The flow began in another browser.")
        code = new_code()
        try:
            finished = await self._ports.bridge.request_finish(
                requestid=requestid,
                ticket=ticket,
                browserhashes=self._ports.tokens.hashes(cookie.value),
                codehash=self._ports.tokens.hash(code),
            )
        except BridgeError as error:
            if error.code in RECORDED:
                await self._ports.failures.failed(attempt, error.code)
            raise
        return see_other(self._location(finished, code))

    def _location(self, finished: FinishedRequest, code: str) -> str:
        if finished.outcome == "approved":
            parameters = [("code", code)]
        else:
            parameters = [("error", "access_denied"), ("error_description", "The person said no.")]
        if finished.state is not None:
            parameters.append(("state", finished.state))
        return _stored(finished).with_answer([*parameters, ("iss", self._ports.public_url.origin)])


def _stored(finished: FinishedRequest) -> RedirectUri:
    try:
        return RedirectUri.parse(finished.redirect_uri)
    except ValueError as error:
        raise BridgeUnavailableError("moodle_answer_invalid", f"The stored redirect_uri {error}.") from error
