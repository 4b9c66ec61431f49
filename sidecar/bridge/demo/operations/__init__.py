"""PROTOCOL.md's operations, as the demo campus answers them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Generic, TypeVar

from pydantic import ValidationError

from sidecar.bridge.demo.campus import DemoCampus
from sidecar.bridge.demo.operations import (
    call,
    catalogue,
    client_credentials,
    clients,
    codes,
    connections,
    hello,
    introspection,
    record,
    requests,
    revocation,
    seals,
    tokens,
    webhook,
)
from sidecar.bridge.demo.operations.question import Answer, Nothing, Question
from sidecar.bridge.errors import BridgeError

QuestionT = TypeVar("QuestionT", bound=Question)


class Operation(Generic[QuestionT]):
    """Reads a body as its question, and answers it."""

    def __init__(self, question: type[QuestionT], answer: Callable[[DemoCampus, QuestionT], Answer]) -> None:
        self._question = question
        self._answer = answer

    def __call__(self, campus: DemoCampus, body: Mapping[str, Any]) -> Answer:
        """Return the answer's data; raises ``BridgeError``."""
        try:
            question = self._question.model_validate(body)
        except ValidationError as error:
            raise BridgeError("bridge_bad_request", f"The body is not what this operation takes: {error}") from error
        return self._answer(campus, question)


OPERATIONS: Mapping[str, Operation[Any]] = {
    "hello": Operation(hello.Hello, hello.answer),
    "catalogue": Operation(Nothing, catalogue.answer),
    "client.read": Operation(clients.ClientRead, clients.read),
    "client.register": Operation(clients.ClientRegister, clients.register),
    "client.rehash": Operation(client_credentials.ClientRehash, client_credentials.rehash),
    "client.spend_assertion": Operation(client_credentials.ClientSpendAssertion, client_credentials.spend_assertion),
    "request.create": Operation(requests.RequestCreate, requests.create),
    "request.finish": Operation(requests.RequestFinish, requests.finish),
    "code.redeem": Operation(codes.CodeRedeem, codes.redeem),
    "token.refresh": Operation(tokens.TokenRefresh, tokens.refresh),
    "token.revoke": Operation(revocation.TokenRevoke, revocation.revoke),
    "token.introspect": Operation(introspection.TokenIntrospect, introspection.introspect),
    "connection.read": Operation(connections.ConnectionRead, connections.read),
    "call": Operation(call.Call, call.answer),
    "record": Operation(record.RecordMany, record.answer),
    "record.seal": Operation(seals.RecordSeal, seals.seal),
    "record.read": Operation(seals.RecordRead, seals.read),
    "webhook.take": Operation(webhook.WebhookTake, webhook.take),
    "webhook.report": Operation(webhook.WebhookReport, webhook.report),
}
