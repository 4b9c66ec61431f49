"""Tools that answer with a question first (MCP 2026-07-28, multi round-trip requests)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import mcp_types as types

from tests.clients.conformance.materials import text
from tests.clients.conformance.questions import form
from tests.clients.conformance.tool_fixture import ToolAnswer, ToolCall, ToolFixture, result

_PREFIX = "test_input_required_result_"


def elicitation(message: str, name: str, kind: str = "string") -> types.ElicitRequest:
    schema = form(name, **{name: {"type": kind}})
    return types.ElicitRequest(params=types.ElicitRequestFormParams(message=message, requested_schema=schema))


def _sampling(question: str, max_tokens: int) -> types.CreateMessageRequest:
    message = types.SamplingMessage(role="user", content=text(question))
    return types.CreateMessageRequest(
        params=types.CreateMessageRequestParams(messages=[message], max_tokens=max_tokens)
    )


def ask(state: str | None = None, **requests: Any) -> types.InputRequiredResult:
    return types.InputRequiredResult(input_requests=requests, request_state=state)


def form_answer(answered: Mapping[str, Any], key: str, name: str) -> Any:
    """Return the field ``name`` of the form filled in under ``key``, or ``None``."""
    given = answered.get(key)
    if isinstance(given, types.ElicitResult) and given.action == "accept":
        return (given.content or {}).get(name)
    return None


async def _elicitation(call: ToolCall) -> ToolAnswer:
    name = form_answer(call.answered, "user_name", "name")
    if name is None:
        return ask(user_name=elicitation("What is your name?", "name"))
    return result(text(f"Hello, {name}!"))


async def _sample(call: ToolCall) -> ToolAnswer:
    given = call.answered.get("capital_question")
    if given is None:
        return ask(capital_question=_sampling("What is the capital of France?", 100))
    return result(text(f"The model said: {given.content}"))


async def _roots(call: ToolCall) -> ToolAnswer:
    given = call.answered.get("client_roots")
    if not isinstance(given, types.ListRootsResult):
        return ask(client_roots=types.ListRootsRequest())
    return result(text(f"Roots: {[str(root.uri) for root in given.roots]}"))


async def _state(call: ToolCall) -> ToolAnswer:
    if call.params.request_state != "asked to confirm":
        return ask("asked to confirm", confirm=elicitation("Please confirm", "ok", "boolean"))
    return result(text("state-ok"))


async def _multiple(call: ToolCall) -> ToolAnswer:
    if call.params.request_state is None or not {"user_name", "greeting", "client_roots"} <= call.answered.keys():
        return ask(
            "asked for three",
            user_name=elicitation("What is your name?", "name"),
            greeting=_sampling("Generate a greeting", 50),
            client_roots=types.ListRootsRequest(),
        )
    return result(text("All three were answered."))


async def _rounds(call: ToolCall) -> ToolAnswer:
    match call.params.request_state:
        case "asked for the name":
            name = form_answer(call.answered, "step1", "name")
            return ask(f"asked {name} for the colour", step2=elicitation("Which colour do you like?", "color"))
        case None:
            return ask("asked for the name", step1=elicitation("What is your name?", "name"))
        case state:
            return result(text(f"{state}: {form_answer(call.answered, 'step2', 'color')}"))


async def _capabilities(call: ToolCall) -> ToolAnswer:
    capabilities = call.context.session.client_capabilities or types.ClientCapabilities()
    requests: dict[str, Any] = {}
    if capabilities.sampling is not None:
        requests["greeting"] = _sampling("Generate a greeting", 50)
    if capabilities.elicitation is not None:
        requests["user_name"] = elicitation("What is your name?", "name")
    return ask(**requests) if requests else result(text("There is nothing this client can be asked."))


ASKING_TOOLS = tuple(
    ToolFixture(name=_PREFIX + name, description=description, run=run)
    for name, description, run in (
        ("elicitation", "Asks the person", _elicitation),
        ("sampling", "Asks the client's model", _sample),
        ("list_roots", "Asks for the client's folders", _roots),
        ("request_state", "Asks, and remembers that it did", _state),
        ("tampered_state", "Asks, and remembers that it did", _state),
        ("multiple_inputs", "Asks three things at once", _multiple),
        ("multi_round", "Asks twice", _rounds),
        ("capabilities", "Asks only what the client can answer", _capabilities),
    )
)
