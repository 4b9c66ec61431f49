"""A function by its name, and whether the caller may use it."""

from __future__ import annotations

from dataclasses import dataclass

from sidecar.bridge.errors import BridgeError
from sidecar.catalogue.entry import FunctionEntry
from sidecar.catalogue.index import FunctionIndex
from sidecar.catalogue.store import CatalogueStore
from sidecar.mcp_server.refusals import ended_failure
from sidecar.policy.decision import Decision, decide_call
from sidecar.policy.question import Arrival, Exhausted, Question
from sidecar.resource_server.caller import Caller
from sidecar.resource_server.connections import TOKEN_CODES
from sidecar.resource_server.renewal import Renewal
from sidecar.resource_server.standing import standing_of
from sidecar.site.status import Site


@dataclass(frozen=True, kw_only=True, slots=True)
class Access:
    """What was found under a name, in which index, and the decision on it."""

    index: FunctionIndex
    entry: FunctionEntry | None
    decision: Decision


class FunctionAccess:
    """Looks functions up; describing and calling both ask here, so they answer alike."""

    def __init__(self, *, catalogue: CatalogueStore, site: Site, renewal: Renewal) -> None:
        self._catalogue = catalogue
        self._site = site
        self._renewal = renewal

    async def look_up(self, caller: Caller, name: str, *, exhausted: Exhausted | None = None) -> Access:
        """Return the function called exactly ``name`` and the decision; before a refusal Moodle is asked afresh.

        Raises ``ToolFailureError`` when the connection has ended meanwhile.
        """
        access = await self._look_up(caller, name, exhausted)
        if access.decision.allowed or access.decision.counted:
            return access
        try:
            renewed = await self._renewal.renew(caller)
        except BridgeError as error:
            if error.code in TOKEN_CODES:
                raise ended_failure(error) from error
            raise
        return await self._look_up(caller, name, exhausted) if renewed else access

    def decide_again(self, caller: Caller, entry: FunctionEntry) -> Decision:
        """Decide on a function that was allowed before, now that the caller's connection has changed."""
        return self._decide(caller, entry.name, entry, None)

    async def _look_up(self, caller: Caller, name: str, exhausted: Exhausted | None) -> Access:
        index = await self._catalogue.current()
        entry = index.find(name)
        return Access(index=index, entry=entry, decision=self._decide(caller, name, entry, exhausted))

    def _decide(self, caller: Caller, name: str, entry: FunctionEntry | None, exhausted: Exhausted | None) -> Decision:
        return decide_call(
            Arrival(address=caller.address, exhausted=exhausted),
            question_of(name, entry),
            standing_of(caller.connection, self._site.state),
        )


def question_of(name: str, entry: FunctionEntry | None) -> Question:
    """Return what policy is asked about the function called ``name``, ``None`` being no function of this site."""
    if entry is None:
        return Question(function=name, function_class=None)
    return Question(
        function=name,
        function_class=entry.function_class,
        assessment=entry.assessment,
        limitable=entry.limitable,
    )
