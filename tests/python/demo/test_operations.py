"""The demo campus answers the bridge's operations with the codes of PROTOCOL.md."""

from __future__ import annotations

import asyncio
import uuid
from typing import Any

import pytest

from sidecar.bridge.demo import consent
from sidecar.bridge.demo.transport import DemoTransport
from sidecar.bridge.errors import BridgeError
from sidecar.bridge.messages import Client, SpoolState
from tests.python.demo.world import CLIENT, WWWROOT, CampusWorld, hashed, reason, refusal


async def test_a_body_that_is_not_the_operations_is_refused(world: CampusWorld) -> None:
    ask = DemoTransport(world.campus).ask
    assert await refusal(ask("connection.read", {"tokenhashes": "x"}, timeout_s=1)) == "bridge_bad_request"
    assert await refusal(ask("catalogue", {"more": 1}, timeout_s=1)) == "bridge_bad_request"
    assert await refusal(ask("catalogue", {"more": "x" * (1 << 20)}, timeout_s=1)) == "bridge_bad_request"
    assert await refusal(ask("course.delete", {}, timeout_s=1)) == "bridge_unknown_operation"


async def test_another_protocol_version_is_refused(world: CampusWorld) -> None:
    body = {"node": "n", "version": "0", "protocol": 2, "spool": {"records": 0, "oldest": None}}
    assert await refusal(DemoTransport(world.campus).ask("hello", body, timeout_s=1)) == "bridge_protocol_mismatch"


async def test_every_change_of_a_setting_moves_the_epoch(world: CampusWorld) -> None:
    spool = SpoolState(records=0, oldest=None)
    epochs = []
    for mode in ("write", "read", "write"):
        world.campus.settings.set("site_mode", mode)
        state = await world.bridge.hello(node="n", version="0", spool=spool)
        assert state.settings.site_mode == mode
        epochs.append(state.epoch)
    assert epochs == sorted(set(epochs))


async def test_a_sidecar_is_told_how_clients_are_known_and_which_web_origins_may_read(world: CampusWorld) -> None:
    spool = SpoolState(records=0, oldest=None)
    standard = (await world.bridge.hello(node="n", version="0", spool=spool)).settings
    world.campus.settings.set("client_documents", "pinned")
    world.campus.settings.set("allowed_origins", ["https://inspector.example.edu"])
    changed = (await world.bridge.hello(node="n", version="0", spool=spool)).settings
    assert (standard.client_documents, standard.allowed_origins) == ("fetch", ())
    assert (changed.client_documents, changed.allowed_origins) == ("pinned", ("https://inspector.example.edu",))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"resource": "https://elsewhere.example/mcp"}, "invalid_target"),
        ({"scopes": ["api.admin"]}, "invalid_scope"),
        ({"scopes": []}, "invalid_scope"),
    ],
)
async def test_a_request_for_what_is_not_here_is_refused(world: CampusWorld, change: dict[str, Any], code: str) -> None:
    await world.bridge.client_register(CLIENT)
    fields = {
        "client_id": CLIENT.client_id,
        "redirect_uri": CLIENT.redirect_uris[0],
        "code_challenge": "c" * 43,
        "scopes": ["api.read"],
        "resource": f"{WWWROOT}/mcp",
        "state": None,
        "browserhash": hashed("browser"),
        "clientip": "127.0.0.1",
        "prompt": None,
    }
    assert await refusal(world.bridge.request_create(**{**fields, **change})) == code


async def test_a_site_without_registration_registers_nobody(world: CampusWorld) -> None:
    world.campus.settings.set("registration", False)
    assert await refusal(world.bridge.client_register(CLIENT)) == "registration_disabled"


async def test_a_client_document_that_changed_is_updated(world: CampusWorld) -> None:
    client = Client(
        client_id="https://a.example/c", kind="metadata", name="A", redirect_uris=("https://a/",), auth_method="none"
    )
    await world.bridge.client_register(client)
    await world.bridge.client_register(client.model_copy(update={"name": "B"}))
    assert (await world.bridge.client_read(client.client_id)).name == "B"
    assert await refusal(world.bridge.client_register(client.model_copy(update={"kind": "dynamic"}))) == (
        "bridge_bad_request"
    )


async def test_an_unused_client_is_forgotten_after_a_day(world: CampusWorld) -> None:
    await world.bridge.client_register(CLIENT)
    world.clock.now += 86401
    assert await refusal(world.bridge.client_read(CLIENT.client_id)) == "client_unknown"


@pytest.mark.parametrize(
    ("ticket", "browser", "after_s", "code"),
    [
        ("0" * 64, "browser", 0, "request_unknown"),
        (None, "another browser", 0, "request_wrong_browser"),
        (None, "browser", 601, "request_expired"),
    ],
)
async def test_a_ticket_is_good_in_its_browser_in_time(
    world: CampusWorld, ticket: str | None, browser: str, after_s: int, code: str
) -> None:
    request = await world.request()
    location = consent.decide(
        world.campus, request.requestid, world.userid("prof.smith"), consent.Consent(write=False, lifetime_s=86400)
    )
    world.clock.now += after_s
    given = ticket or str(location).partition("ticket=")[2]
    finish = world.bridge.request_finish(
        requestid=request.requestid, ticket=given, browserhashes=[hashed(browser)], codehash=hashed("code")
    )
    assert await refusal(finish) == code


async def test_a_request_nobody_decided_is_pending(world: CampusWorld) -> None:
    request = await world.request()
    finish = world.bridge.request_finish(
        requestid=request.requestid, ticket="0" * 64, browserhashes=[hashed("browser")], codehash=hashed("code")
    )
    assert await refusal(finish) == "request_pending"


async def test_a_code_lives_a_minute(world: CampusWorld) -> None:
    codehash = await world.code()
    world.clock.now += 60
    assert await refusal(world.redeem(codehash)) == "code_expired"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"client_id": "another"}, "client_mismatch"),
        ({"redirect_uri": "http://127.0.0.1/other"}, "redirect_uri_mismatch"),
        ({"code_verifier": "w" * 43}, "verifier_mismatch"),
        ({"resource": "https://elsewhere.example/mcp"}, "invalid_target"),
    ],
)
async def test_a_code_that_is_asked_for_wrongly_stays_good(
    world: CampusWorld, changes: dict[str, str], code: str
) -> None:
    codehash = await world.code()
    assert await refusal(world.redeem(codehash, **changes)) == code
    assert (await world.redeem(codehash)).scopes == ("api.read",)


async def test_of_many_at_once_one_gets_the_tokens(world: CampusWorld) -> None:
    codehash = await world.code()
    attempts = [world.redeem(codehash, f"try{number}") for number in range(20)]
    results = await asyncio.gather(*attempts, return_exceptions=True)
    refused = [reason(result) for result in results if isinstance(result, BridgeError)]
    assert refused == ["code_replayed"] * 19


async def test_no_token_outlives_its_connection(world: CampusWorld) -> None:
    granted = await world.redeem(await world.code(lifetime_s=86400))
    assert granted.refresh_expires_in == 86400
    world.clock.now += 86400 - 100
    assert (await world.refresh("first", "second")).access_expires_in == 100
    world.clock.now += 100
    assert await refusal(world.refresh("second", "third")) == "connection_expired"
    assert await refusal(world.bridge.connection_read([hashed("second-access")])) == "connection_expired"


async def test_no_connection_outlives_what_the_site_allows(world: CampusWorld) -> None:
    await world.redeem(await world.code(lifetime_s=7776000))
    world.campus.settings.set("connection_lifetime_s", 0)
    assert (await world.bridge.connection_read([hashed("first-access")])).timeexpires == world.clock.now + 7776000
    world.campus.settings.set("connection_lifetime_s", 600)
    assert (await world.refresh("first", "second")).refresh_expires_in == 600
    world.clock.now += 600
    assert await refusal(world.refresh("second", "third")) == "connection_expired"
    assert await refusal(world.bridge.connection_read([hashed("first-access")])) == "connection_expired"


async def test_a_refresh_token_buys_thirty_siblings(world: CampusWorld) -> None:
    await world.redeem(await world.code())
    for use in range(31):
        await world.refresh("first", f"sibling{use}")
    assert await refusal(world.refresh("first", "one too many")) == "refresh_reused"
    assert await refusal(world.bridge.connection_read([hashed("sibling0-access")])) == "connection_revoked"


async def test_a_refresh_token_used_again_after_the_grace_ends_the_connection(world: CampusWorld) -> None:
    await world.redeem(await world.code())
    await world.refresh("first", "second")
    world.clock.now += 60
    await world.refresh("first", "sibling")
    world.clock.now += 1
    assert await refusal(world.refresh("first", "thief")) == "refresh_reused"
    assert await refusal(world.bridge.connection_read([hashed("second-access")])) == "connection_revoked"


async def test_an_access_token_expires(world: CampusWorld) -> None:
    granted = await world.redeem(await world.code())
    world.clock.now += granted.access_expires_in
    assert await refusal(world.bridge.connection_read([hashed("first-access")])) == "token_expired"


async def test_a_call_decided_on_an_older_revision_is_told_the_new_one_and_not_recorded(world: CampusWorld) -> None:
    await world.redeem(await world.code())
    with pytest.raises(BridgeError) as stale:
        await world.call("core_webservice_get_site_info", {}, revision=7)
    assert stale.value.code == "stale_connection"
    assert stale.value.detail["connection"]["revision"] == 1
    assert world.campus.store.value("SELECT COUNT(*) FROM audit WHERE kind = 'call'") == 0


async def test_a_record_id_serves_one_call(world: CampusWorld) -> None:
    await world.redeem(await world.code())
    recordid = str(uuid.uuid4())
    await world.call("core_webservice_get_site_info", {}, recordid=recordid)
    assert await refusal(world.call("core_webservice_get_site_info", {}, recordid=recordid)) == "bridge_bad_request"
    assert world.campus.store.value("SELECT COUNT(*) FROM audit WHERE kind = 'call'") == 1


async def test_the_record_says_why_a_function_is_out_of_reach_and_the_answer_does_not(world: CampusWorld) -> None:
    granted = await world.redeem(await world.code())
    assert await refusal(world.call("no_such_function", {})) == "function_unknown"
    assert await refusal(world.call("tool_mobile_call_external_functions", {})) == "function_unknown"
    patterns = "UPDATE connection SET functionpatterns = '[\"mod_*\"]' WHERE id = ?"
    world.campus.store.execute(patterns, granted.connectionid)
    assert await refusal(world.call("core_webservice_get_site_info", {})) == "function_unknown"
    rows = world.campus.store.rows("SELECT errorcode FROM audit WHERE kind = 'call' ORDER BY id")
    assert [row["errorcode"] for row in rows] == [
        "function_unknown:missing",
        "function_unknown:never",
        "function_unknown:pattern",
    ]


def record(**changes: Any) -> dict[str, Any]:
    return {
        "recordid": str(uuid.uuid4()),
        "timecreated": 1_790_000_000.5,
        "kind": "auth_failed",
        "tool": "",
        "function": None,
        "outcome": "denied",
        "errorcode": "token_unknown",
        "connectionid": None,
        "clientid": "",
        "argumentkeys": [],
        "clientip": "192.0.2.1",
        "durationms": 0,
        "resultbytes": 0,
        "protocol": "",
        "useragent": "",
        "node": "node",
        "count": 1,
        **changes,
    }


async def test_a_record_is_stored_once_however_often_it_comes(world: CampusWorld) -> None:
    first, second = record(), record(count=5)
    assert (await world.bridge.record([first])).stored == 1
    answer = await world.bridge.record([first, second])
    assert (answer.stored, answer.known) == (1, 1)
    rows = world.campus.store.rows("SELECT attempts FROM audit ORDER BY id")
    assert [row["attempts"] for row in rows] == [1, 5]


async def test_a_bad_record_is_named_and_none_is_stored(world: CampusWorld) -> None:
    with pytest.raises(BridgeError) as refused:
        await world.bridge.record([record(), record(outcome="perhaps")])
    assert refused.value.code == "bridge_bad_request"
    assert refused.value.detail["index"] == 1
    assert world.campus.store.value("SELECT COUNT(*) FROM audit") == 0


async def test_a_record_says_nothing_of_who_the_person_is(world: CampusWorld) -> None:
    granted = await world.redeem(await world.code())
    await world.bridge.record([record(connectionid=granted.connectionid, clientid="somebody else")])
    row = world.campus.store.row("SELECT userid, client, scopes FROM audit ORDER BY id DESC") or {}
    assert row == {"userid": world.userid("prof.smith"), "client": CLIENT.name, "scopes": "api.read"}
