"""The bridge as the rest of the sidecar sees it: typed questions, typed answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, TypeVar

from pydantic import ValidationError

from sidecar.bridge import messages as m
from sidecar.bridge.errors import BridgeUnavailableError
from sidecar.bridge.transport import BridgeTransport

PROTOCOL = 1
QUICK_TIMEOUT_S = 10.0
CATALOGUE_TIMEOUT_S = 60.0
SEAL_TIMEOUT_S = 30.0
CALL_GRACE_S = 5.0
"""How much longer than the call's own deadline we wait for its answer."""

MessageT = TypeVar("MessageT", bound=m.Message)


class Bridge:
    """Asks a campus the operations of PROTOCOL.md.

    Every method raises ``BridgeError`` with a stable code when the campus refuses,
    and ``BridgeUnavailableError`` when it could not be asked.
    """

    def __init__(self, transport: BridgeTransport) -> None:
        self._transport = transport

    async def aclose(self) -> None:
        await self._transport.aclose()

    async def hello(self, *, node: str, version: str, spool: m.SpoolState) -> m.SiteState:
        """Report this node's heartbeat; return the site's facts, settings and revisions."""
        body = {"node": node, "version": version, "protocol": PROTOCOL, "spool": spool.model_dump()}
        return await self._ask("hello", body, m.SiteState)

    async def catalogue(self) -> m.Catalogue:
        """Return every function this site lets assistants know of."""
        return await self._ask("catalogue", {}, m.Catalogue, CATALOGUE_TIMEOUT_S)

    async def client_read(self, client_id: str) -> m.Client:
        return (await self._ask("client.read", {"client_id": client_id}, m.ClientAnswer)).client

    async def client_register(self, client: m.Client) -> m.Client:
        fields = client.model_dump(exclude={"pinned", "timecreated", "timemodified", "timeexpires"})
        return (await self._ask("client.register", {"client": fields}, m.ClientAnswer)).client

    async def client_rehash(self, *, client_id: str, secrethash: m.Hash, newhash: m.Hash) -> bool:
        """Replace the hash of a client's secret by one under a newer key; return whether it was still there."""
        body = {"client_id": client_id, "secrethash": secrethash, "newhash": newhash}
        return (await self._ask("client.rehash", body, m.RehashAnswer)).changed

    async def client_spend_assertion(self, *, client_id: str, jtihash: m.Hash, timeexpires: int) -> None:
        """Use up a signed assertion; raises ``BridgeError`` ``assertion_replayed`` when it was used before."""
        body = {"client_id": client_id, "jtihash": jtihash, "timeexpires": timeexpires}
        await self._ask("client.spend_assertion", body, m.Nothing)

    async def request_create(
        self,
        *,
        client_id: str,
        redirect_uri: str,
        code_challenge: str,
        scopes: Sequence[str],
        resource: str,
        state: str | None,
        browserhash: m.Hash,
        clientip: str,
        prompt: str | None,
    ) -> m.PendingRequest:
        """Store a checked authorization request; return where the person consents to it."""
        body = {
            "client_id": client_id,
            "redirect_uri": redirect_uri,
            "code_challenge": code_challenge,
            "scopes": list(scopes),
            "resource": resource,
            "state": state,
            "browserhash": browserhash,
            "clientip": clientip,
            "prompt": prompt,
        }
        return await self._ask("request.create", body, m.PendingRequest)

    async def request_finish(
        self, *, requestid: str, ticket: str, browserhashes: Sequence[m.Hash], codehash: m.Hash
    ) -> m.FinishedRequest:
        """Spend the ticket the consent page gave the browser; the code is good from now on."""
        body = {"requestid": requestid, "ticket": ticket, "browserhashes": list(browserhashes), "codehash": codehash}
        return await self._ask("request.finish", body, m.FinishedRequest)

    async def code_redeem(
        self,
        *,
        codehashes: Sequence[m.Hash],
        client_id: str,
        redirect_uri: str,
        code_verifier: str,
        resource: str | None,
        accesshash: m.Hash,
        refreshhash: m.Hash,
        clientip: str,
    ) -> m.Grant:
        body = {
            "codehashes": list(codehashes),
            "client_id": client_id,
            "redirect_uri": redirect_uri,
            "code_verifier": code_verifier,
            "resource": resource,
            "accesshash": accesshash,
            "refreshhash": refreshhash,
            "clientip": clientip,
        }
        return await self._ask("code.redeem", body, m.Grant)

    async def token_refresh(
        self,
        *,
        refreshhashes: Sequence[m.Hash],
        client_id: str,
        scopes: Sequence[str] | None,
        resource: str | None,
        accesshash: m.Hash,
        refreshhash: m.Hash,
        clientip: str,
    ) -> m.Grant:
        body = {
            "refreshhashes": list(refreshhashes),
            "client_id": client_id,
            "scopes": None if scopes is None else list(scopes),
            "resource": resource,
            "accesshash": accesshash,
            "refreshhash": refreshhash,
            "clientip": clientip,
        }
        return await self._ask("token.refresh", body, m.Grant)

    async def token_revoke(self, *, tokenhashes: Sequence[m.Hash], client_id: str, clientip: str) -> bool:
        body = {"tokenhashes": list(tokenhashes), "client_id": client_id, "clientip": clientip}
        return (await self._ask("token.revoke", body, m.RevokeAnswer)).revoked

    async def token_introspect(self, *, tokenhashes: Sequence[m.Hash], client_id: str) -> m.Introspection:
        return await self._ask(
            "token.introspect", {"tokenhashes": list(tokenhashes), "client_id": client_id}, m.Introspection
        )

    async def connection_read(self, tokenhashes: Sequence[m.Hash]) -> m.Connection:
        body = {"tokenhashes": list(tokenhashes)}
        return (await self._ask("connection.read", body, m.ConnectionAnswer)).connection

    async def call(
        self,
        *,
        tokenhashes: Sequence[m.Hash],
        revision: int,
        function: str,
        arguments: Mapping[str, Any],
        deadline_s: int,
        record: m.CallRecord,
    ) -> m.CallAnswer:
        """Run one function as the person who connected; PROTOCOL.md lists the refusals."""
        body = {
            "tokenhashes": list(tokenhashes),
            "revision": revision,
            "function": function,
            "arguments": arguments,
            "deadline_s": deadline_s,
            "record": record.model_dump(),
        }
        return await self._ask("call", body, m.CallAnswer, deadline_s + CALL_GRACE_S)

    async def record(self, records: Sequence[Mapping[str, Any]]) -> m.RecordAnswer:
        """Deliver at most 500 spooled records; known ones are left as they are."""
        return await self._ask("record", {"records": list(records)}, m.RecordAnswer)

    async def record_seal(self, *, known: m.SealHead | None) -> m.SealAnswer:
        """Have the rows sealed that are final; ask whether the chain still leads through the head ``known``."""
        asked = None if known is None else known.model_dump(include={"number", "head", "keyid"})
        return await self._ask("record.seal", {"known": asked}, m.SealAnswer, SEAL_TIMEOUT_S)

    async def record_read(self, *, after: m.ChainPosition | None, limit: int) -> m.RecordPage:
        """Return up to ``limit`` (at most 500) sealed rows after a position, or from the beginning of the chain."""
        body = {"after": None if after is None else after.model_dump(), "limit": limit}
        return await self._ask("record.read", body, m.RecordPage)

    async def webhook_take(self, *, node: str, limit: int) -> m.DueDeliveries:
        """Lease up to ``limit`` (at most 20) webhook deliveries that are due, one of an endpoint at a time."""
        return await self._ask("webhook.take", {"node": node, "limit": limit}, m.DueDeliveries)

    async def webhook_report(
        self,
        delivery: m.Delivery,
        *,
        outcome: Literal["delivered", "failed", "gone"],
        status: int | None = None,
        errorcode: str = "",
        retry_after_s: float | None = None,
    ) -> bool:
        """Tell what became of a delivery; return false if its lease had run out, which changes nothing."""
        body = {
            "deliveryid": delivery.deliveryid,
            "lease": delivery.lease,
            "outcome": outcome,
            "status": status,
            "errorcode": errorcode,
            "retry_after_s": retry_after_s,
        }
        return (await self._ask("webhook.report", body, m.ReportAnswer)).settled

    async def _ask(
        self, op: str, body: Mapping[str, Any], answer: type[MessageT], timeout_s: float = QUICK_TIMEOUT_S
    ) -> MessageT:
        data = await self._transport.ask(op, body, timeout_s=timeout_s)
        try:
            return answer.model_validate(data)
        except ValidationError as error:
            raise BridgeUnavailableError(
                "moodle_answer_invalid", f"The plugin's answer to {op} is not what this sidecar expects: {error}"
            ) from error
