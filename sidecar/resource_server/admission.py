"""The stage that decides on a request whatever it asks for."""

from __future__ import annotations

from starlette.types import ASGIApp, Receive, Scope, Send

from sidecar.bridge.errors import BridgeError, BridgeUnavailableError
from sidecar.policy.decision import Decision, Rule, admit
from sidecar.policy.question import Arrival
from sidecar.resource_server.caller import CALLER, Caller
from sidecar.resource_server.known_connection import lookup_refused
from sidecar.resource_server.refusals import GateRefusedError, address_refused, mcp_disabled, moodle_away
from sidecar.resource_server.renewal import Renewal
from sidecar.resource_server.standing import standing_of
from sidecar.site.status import Site


class Admission:
    """Lets a connection in from where it may be used, on a site that is switched on.

    Before it refuses, Moodle is asked afresh.
    """

    def __init__(self, app: ASGIApp, *, site: Site, renewal: Renewal) -> None:
        self._app = app
        self._site = site
        self._renewal = renewal

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        caller: Caller = scope[CALLER]
        try:
            decision = await self._decide(caller)
        except BridgeUnavailableError as error:
            raise GateRefusedError(moodle_away(error.code)) from None
        except BridgeError as error:
            raise GateRefusedError(lookup_refused(error).of(caller.connection)) from None
        if not decision.allowed:
            refusal = address_refused() if decision.rule is Rule.ADDRESS else mcp_disabled()
            raise GateRefusedError(refusal.of(caller.connection))
        await self._app(scope, receive, send)

    async def _decide(self, caller: Caller) -> Decision:
        decision = self._decide_now(caller)
        if not decision.allowed and await self._renewal.renew(caller):
            return self._decide_now(caller)
        return decision

    def _decide_now(self, caller: Caller) -> Decision:
        return admit(Arrival(address=caller.address), standing_of(caller.connection, self._site.state))
