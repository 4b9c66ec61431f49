from __future__ import annotations

from starlette.responses import JSONResponse
from starlette.types import Message, Receive, Scope, Send

from sidecar.resource_server.caller import CALLER, Caller, Refusal
from tests.python.resource_server.gate_world import GateWorld

STEP_UP = Refusal(
    status=403,
    error="insufficient_scope",
    code="scope_missing",
    description="This needs the right to write.",
    scope=("api.read", "api.write"),
)
REVOKED = Refusal(status=401, error="invalid_token", code="connection_revoked", description="Connect again.")
START: Message = {"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/event-stream")]}


async def test_a_refusing_handler_answers_the_whole_request(world: GateWorld) -> None:
    async def refuse(scope: Scope, receive: Receive, send: Send) -> None:
        caller: Caller = scope[CALLER]
        caller.refuse(STEP_UP)
        await JSONResponse({"result": "of the tool"})(scope, receive, send)

    world.endpoint.answer = refuse
    answer = await world.post()
    assert answer.status_code == 403
    assert answer.json() == {
        "error": "insufficient_scope",
        "error_description": "This needs the right to write.",
        "code": "scope_missing",
    }
    challenge = answer.headers["www-authenticate"]
    assert 'error="insufficient_scope"' in challenge
    assert 'scope="api.read api.write"' in challenge
    assert await world.recorded() == []


async def test_a_refusal_after_the_headers_but_before_the_body_still_counts(world: GateWorld) -> None:
    async def start_then_refuse(scope: Scope, _receive: Receive, send: Send) -> None:
        await send(START)
        await send({"type": "http.response.body", "body": b"", "more_body": True})
        scope[CALLER].refuse(STEP_UP)
        await send({"type": "http.response.body", "body": b"data: {}\n\n", "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    world.endpoint.answer = start_then_refuse
    assert (await world.post()).status_code == 403


async def test_a_refusal_after_the_first_byte_leaves_the_response_whole(world: GateWorld) -> None:
    async def stream_then_refuse(scope: Scope, _receive: Receive, send: Send) -> None:
        await send(START)
        await send({"type": "http.response.body", "body": b"data: 1\n\n", "more_body": True})
        scope[CALLER].refuse(STEP_UP)
        await send({"type": "http.response.body", "body": b"data: 2\n\n", "more_body": False})

    world.endpoint.answer = stream_then_refuse
    answer = await world.post()
    assert (answer.status_code, answer.content) == (200, b"data: 1\n\ndata: 2\n\n")


async def test_an_answer_without_a_body_goes_out(world: GateWorld) -> None:
    async def accept(scope: Scope, receive: Receive, send: Send) -> None:
        await JSONResponse(None, status_code=202)(scope, receive, send)

    world.endpoint.answer = accept
    assert (await world.post()).status_code == 202


async def test_the_first_of_two_refusals_is_the_answer(world: GateWorld) -> None:
    async def refuse_twice(scope: Scope, receive: Receive, send: Send) -> None:
        scope[CALLER].refuse(REVOKED)
        scope[CALLER].refuse(STEP_UP)

    world.endpoint.answer = refuse_twice
    answer = await world.post()
    assert (answer.status_code, answer.json()["code"]) == (401, "connection_revoked")


async def test_a_connection_a_handler_found_dead_is_asked_for_anew(world: GateWorld) -> None:
    async def refuse(scope: Scope, receive: Receive, send: Send) -> None:
        scope[CALLER].refuse(REVOKED)

    await world.post()
    await world.post()
    assert world.campus.asked.count("connection.read") == 1
    world.endpoint.answer = refuse
    await world.post()
    world.endpoint.answer = None
    await world.post()
    assert world.campus.asked.count("connection.read") == 2
