"""Requests that continue an earlier one, or pretend to."""

from __future__ import annotations

import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx2
import mcp.server.request_state
import pytest
from mcp.server.request_state import AESGCMRequestStateCodec

from sidecar.mcp_server.carried_state import TTL_S
from tests.python.mcp_server.asking_handlers import STATE, AskingHandlers
from tests.python.mcp_server.scripted_campus import ScriptedCampus, connection
from tests.python.mcp_server.whole_app import HANDSHAKE, MODERN, REVISIONS, WholeApp, whole_app
from tests.python.resource_server.gate_world import ring

pytestmark = pytest.mark.threat(86)

CALL = {"name": "act", "arguments": {"courseid": 7}}
SURE = {"sure": {"action": "accept", "content": {}}}
UNKNOWN = (400, -32602, {"code": "request_state_unknown"})
CARRIED: list[dict[str, Any]] = [
    {"requestState": "eyJhbGciOiJub25lIn0.e30."},
    {"requestState": ""},
    {"requestState": {"user": 2, "approved": True}},
    {"inputResponses": SURE},
    {"inputResponses": {}},
    {"inputResponses": [], "requestState": "A" * 4096},
]
METHODS = {
    "tools/call": {"name": "call_moodle_function"},
    "prompts/get": {"name": "x"},
    "resources/read": {"uri": "moodle://course/1"},
    "tools/list": {},
    "no/such": {},
}


async def given_state(app: WholeApp) -> str:
    result = (await app.ask(MODERN, "tools/call", CALL)).json()["result"]
    assert result["resultType"] == "input_required"
    state: str = result["requestState"]
    return state


async def go_on(app: WholeApp, state: str, **changed: Any) -> httpx2.Response:
    return await app.ask(MODERN, "tools/call", {**CALL, "requestState": state, "inputResponses": SURE, **changed})


def refused(answer: httpx2.Response) -> tuple[int, int, Any]:
    error = answer.json()["error"]
    return answer.status_code, error["code"], error["data"]


@pytest.mark.parametrize("carried", CARRIED)
@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("revision", REVISIONS)
async def test_a_server_that_asks_nothing_takes_no_state_in_any_revision(
    tmp_path: Path, carried: dict[str, Any], method: str, revision: str
) -> None:
    campus = ScriptedCampus()
    async with whole_app(tmp_path, campus) as app:
        answer = await app.ask(revision, method, {**METHODS[method], **carried})
    status, code, data = refused(answer)
    assert (status, code, data) == (400 if revision == MODERN else 200, *UNKNOWN[1:])
    (row,) = campus.rows.values()
    assert (row["errorcode"], row["connectionid"], row["outcome"]) == ("request_state_unknown", 12, "denied")
    assert campus.calls == []
    assert "approved" not in str(row)


@pytest.mark.parametrize("revision", HANDSHAKE)
async def test_a_server_that_asks_takes_no_state_in_older_revisions(tmp_path: Path, revision: str) -> None:
    async with whole_app(tmp_path, handlers=AskingHandlers) as app:
        state = await given_state(app)
        answer = await app.ask(revision, "tools/call", {**CALL, "requestState": state})
    assert refused(answer)[1:] == UNKNOWN[1:]


@pytest.mark.parametrize("params", [{"requestState": None, "inputResponses": None}, {"arguments": {"requestState": 1}}])
@pytest.mark.parametrize("revision", ["2025-11-25", MODERN])
async def test_no_state_and_arguments_of_that_name_pass(tmp_path: Path, revision: str, params: dict[str, Any]) -> None:
    async with whole_app(tmp_path) as app:
        answer = await app.ask(revision, "tools/call", {"name": "list_moodle_functions", **params})
    assert "result" in answer.json()


async def test_a_state_comes_back_to_its_handler_and_nobody_else_can_read_it(tmp_path: Path) -> None:
    async with whole_app(tmp_path, handlers=AskingHandlers) as app:
        state = await given_state(app)
        assert STATE not in state
        answer = await go_on(app, state)
    assert answer.json()["result"]["content"][0]["text"] == STATE


async def test_every_sidecar_of_the_site_opens_what_another_sealed(tmp_path: Path) -> None:
    """Also while the key ring rotates, in either direction."""
    rings = [ring("new", "old"), ring("old", "new")]
    for number, (sealing, opening) in enumerate([(rings[0], rings[1]), (rings[1], rings[0])]):
        folders = [tmp_path / f"{number}{name}" for name in "ab"]
        for folder in folders:
            folder.mkdir()
        async with (
            whole_app(folders[0], handlers=AskingHandlers, tokens=sealing) as one,
            whole_app(folders[1], handlers=AskingHandlers, tokens=opening) as other,
        ):
            answer = await go_on(other, await given_state(one))
        assert answer.json()["result"]["content"][0]["text"] == STATE


async def test_a_sidecar_with_other_keys_does_not(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    campus = ScriptedCampus()
    async with (
        whole_app(tmp_path, handlers=AskingHandlers, tokens=ring("theirs")) as theirs,
        whole_app(tmp_path / "other", campus, handlers=AskingHandlers, tokens=ring("ours")) as ours,
    ):
        assert refused(await go_on(ours, await given_state(theirs))) == UNKNOWN
    assert [row["errorcode"] for row in campus.rows.values()] == ["request_state_unknown"]


def test_the_token_keys_themselves_seal_nothing() -> None:
    keys = ring("key1", "key2")
    derived = keys.derive("request-state/v1")
    assert len(set(derived)) == 2
    assert set(derived).isdisjoint(keys.derive("another purpose"))
    assert {key.hex() for key in derived}.isdisjoint(keys.hashes("moodle-mcp/request-state/v1"))
    with pytest.raises(mcp.server.request_state.InvalidRequestState):
        AESGCMRequestStateCodec(derived[:1]).unseal(AESGCMRequestStateCodec(derived[1:]).seal(b"x"))


@pytest.mark.parametrize("at", [0, 2, 6, 30, -1])
async def test_an_altered_state_is_refused_and_on_record(tmp_path: Path, at: int) -> None:
    campus = ScriptedCampus()
    async with whole_app(tmp_path, campus, handlers=AskingHandlers) as app:
        state = await given_state(app)
        letters = list(state)
        letters[at] = "A" if letters[at] != "A" else "B"
        for altered in ("".join(letters), state + "A", state[:-4], state + "-TAMPERED", ""):
            assert refused(await go_on(app, altered)) == UNKNOWN
    rows = [(row["errorcode"], row["connectionid"], row["kind"]) for row in campus.rows.values()]
    assert rows == [("request_state_unknown", 12, "auth_failed")] * 5


async def test_a_state_answers_the_very_request_it_was_given_for(tmp_path: Path) -> None:
    async with whole_app(tmp_path, handlers=AskingHandlers) as app:
        state = await given_state(app)
        assert refused(await go_on(app, state, name="act_otherwise")) == UNKNOWN
        assert refused(await go_on(app, state, arguments={"courseid": 8})) == UNKNOWN
        assert refused(await go_on(app, state, arguments={})) == UNKNOWN
        replayed = await app.ask(MODERN, "prompts/get", {"name": "act", "requestState": state})
        assert refused(replayed) == UNKNOWN


@pytest.mark.parametrize("thief", [connection(connectionid=13), connection(connectionid=13, userid=6)])
async def test_a_state_is_worth_nothing_on_another_connection(tmp_path: Path, thief: Any) -> None:
    campus = ScriptedCampus()
    async with whole_app(tmp_path, campus, handlers=AskingHandlers) as app:
        state = await given_state(app)
        campus.connection = thief
        campus.settings["epoch"] = 2
        await app.app.state.site.refresh()
        assert refused(await go_on(app, state)) == UNKNOWN
    assert [row["connectionid"] for row in campus.rows.values()] == [13]


async def test_a_state_is_forgotten_after_minutes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with whole_app(tmp_path, handlers=AskingHandlers) as app:
        state = await given_state(app)
        later = time.time() + TTL_S
        monkeypatch.setattr(mcp.server.request_state, "time", SimpleNamespace(time=lambda: later))
        assert refused(await go_on(app, state)) == UNKNOWN
