"""The demo campus keeps connections within their limits."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from sidecar.bridge.demo.campus import DemoCampus
from sidecar.bridge.demo.functions import FUNCTIONS
from sidecar.bridge.demo.limits import change_limits
from sidecar.bridge.demo.operations.connections import read_connection
from sidecar.bridge.errors import BridgeError
from sidecar.bridge.messages import Limits, SpoolState
from tests.python.demo.test_functions import CALLS
from tests.python.demo.world import NO_LIMITS, WWWROOT, CampusWorld

NOON = 1_790_000_000 // 86400 * 86400 + 43200
SITE_INFO = "core_webservice_get_site_info"
ABOUT_ONE_COURSE = {name for name in CALLS if FUNCTIONS[name].courses.arguments} - {"mod_assign_get_assignments"}


async def connect(world: CampusWorld, username: str = "prof.smith", limits: Limits = NO_LIMITS) -> int:
    """Return the id of a connection with these limits that may write."""
    world.campus.settings.set("site_mode", "write")
    code = await world.code(username=username, write=True, limits=limits)
    return (await world.redeem(code)).connectionid


async def refusal(world: CampusWorld, function: str, arguments: dict[str, Any], **how: Any) -> BridgeError:
    with pytest.raises(BridgeError) as refused:
        await world.call(function, arguments, **how)
    return refused.value


async def test_where_a_call_comes_from_is_checked_before_who_calls(world: CampusWorld) -> None:
    await connect(world, limits=Limits(addresses=("127.0.0.1", "198.51.100.0/24", "2001:db8::/32")))
    world.campus.store.execute("UPDATE user SET suspended = 1")
    assert (await refusal(world, SITE_INFO, {}, clientip="192.0.2.1")).code == "address_refused"
    assert (await refusal(world, SITE_INFO, {}, clientip="unknown")).code == "address_refused"
    for clientip in ("198.51.100.7", "::ffff:198.51.100.7", "2001:db8::7"):
        assert (await refusal(world, SITE_INFO, {}, clientip=clientip)).code == "user_suspended"


async def test_a_code_and_a_refresh_token_from_a_wrong_address_are_not_spent(world: CampusWorld) -> None:
    code = await world.code(limits=Limits(addresses=("127.0.0.1",)))
    with pytest.raises(BridgeError) as refused:
        await world.redeem(code, clientip="192.0.2.1")
    assert refused.value.detail == {"reason": "address_refused"}
    await world.redeem(code)
    for _ in range(12):
        with pytest.raises(BridgeError) as refused:
            await world.refresh("first", "second", clientip="192.0.2.1")
        assert refused.value.detail == {"reason": "address_refused"}
    assert (await world.refresh("first", "second")).scopes == ("api.read",)


async def test_a_course_is_checked_before_anybody_is_asked_to_approve(world: CampusWorld) -> None:
    await connect(world, limits=Limits(courses=(1,)))
    foreign = await refusal(world, "core_course_delete_courses", {"courseids": [1, 2]})
    assert (foreign.code, foreign.detail) == ("course_refused", {"reason": "course_not_listed"})
    assert (await refusal(world, "core_course_delete_courses", {"courseids": [1]})).code == "approval_required"


@pytest.mark.parametrize("function", CALLS)
async def test_nothing_of_another_course_is_told(world: CampusWorld, function: str) -> None:
    world.campus.settings.set("assessment", True)
    await connect(world, "ana.lima", limits=Limits(courses=(2,)))
    if function in ABOUT_ONE_COURSE:
        assert (await refusal(world, function, CALLS[function])).code == "course_refused"
        return
    told = json.dumps((await world.call(function, CALLS[function])).result)
    assert [name for name in ("Project Management", "PM101", "Final project") if name in told] == []


async def test_an_argument_that_is_left_out_is_filled_with_the_connections_courses(world: CampusWorld) -> None:
    await connect(world, "coord.edu", limits=Limits(courses=(2,)))
    answer = await world.call("mod_assign_get_assignments", {})
    assert ([course["id"] for course in answer.result["courses"]], answer.filtered) == ([2], True)


async def test_an_id_of_nothing_is_refused_on_a_connection_with_courses(world: CampusWorld) -> None:
    await connect(world, limits=Limits(courses=(1,)))
    assert (await refusal(world, "mod_assign_get_submission_status", {"assignid": 999})).detail == {
        "reason": "argument_unresolved"
    }


async def test_who_may_do_everything_cannot_be_limited_to_courses(world: CampusWorld) -> None:
    world.campus.settings.set("allow_site_admins", True)
    await connect(world, "admin.it", limits=Limits(courses=(1,)))
    assert (await refusal(world, SITE_INFO, {})).detail == {"reason": "site_admin"}


@pytest.mark.parametrize("column", ["functionpatterns", "courses", "addresses"])
@pytest.mark.parametrize("stored", ["[]", "", "null", "{", '{"1": 1}'])
async def test_a_list_that_is_empty_or_cannot_be_read_allows_nothing(
    world: CampusWorld, column: str, stored: str
) -> None:
    await connect(world)
    world.campus.store.execute(f"UPDATE connection SET {column} = ?", stored)  # noqa: S608 - named above
    codes = {"functionpatterns": "function_unknown", "courses": "course_refused", "addresses": "address_refused"}
    assert (await refusal(world, "core_course_get_contents", {"courseid": 1})).code == codes[column]


async def test_a_minute_holds_no_more_calls_than_the_rate_and_refused_ones_do_not_count(world: CampusWorld) -> None:
    await connect(world, limits=Limits(ratelimit=2))
    for _ in range(2):
        await world.call(SITE_INFO, {})
        world.clock.now += 20
    for _ in range(3):
        assert (await refusal(world, SITE_INFO, {})).detail == {"retry_after_s": 21}
    world.clock.now += 21
    await world.call(SITE_INFO, {})
    assert (await refusal(world, SITE_INFO, {})).code == "rate_limited"


async def test_the_rate_of_the_site_is_that_of_a_connection_without_one(world: CampusWorld) -> None:
    world.campus.settings.set("connection_rate", 1)
    await connect(world)
    await world.call(SITE_INFO, {})
    assert (await refusal(world, SITE_INFO, {})).code == "rate_limited"


@pytest.mark.parametrize(("column", "quota"), [("callquota", "calls"), ("bytequota", "bytes")])
async def test_a_quota_lasts_until_midnight(world: CampusWorld, column: str, quota: str) -> None:
    world.clock.now = NOON
    await connect(world, limits=Limits.model_validate({column: 1}))
    await world.call(SITE_INFO, {})
    assert (await refusal(world, SITE_INFO, {})).detail == {"quota": quota, "retry_after_s": 43200}
    world.clock.now += 43200
    await world.refresh("first", "unused")
    world.campus.store.execute("UPDATE token SET timeexpires = timeexpires + 86400")
    await world.call(SITE_INFO, {})


async def test_a_call_refused_for_its_number_has_one_row_and_does_not_run(world: CampusWorld) -> None:
    await connect(world, limits=Limits(callquota=0))
    await refusal(world, "mod_forum_add_discussion", CALLS["mod_forum_add_discussion"])
    rows = world.campus.store.rows("SELECT outcome, errorcode FROM audit WHERE kind = 'call'")
    assert rows == [{"outcome": "denied", "errorcode": "quota_exhausted"}]
    assert world.campus.store.value("SELECT COUNT(*) FROM discussion") == 0


async def test_an_assessment_is_sat_only_where_the_site_lets_assistants(world: CampusWorld) -> None:
    await connect(world, "ana.lima")
    name = "mod_assign_submit_for_grading"
    assert (await refusal(world, name, CALLS[name])).code == "assessment_refused"
    world.campus.settings.set("assessment", True)
    await world.call(name, CALLS[name])
    assert [entry.name for entry in (await world.bridge.catalogue()).functions if entry.assessment] == [name]


async def test_changed_limits_make_older_decisions_stale_and_are_on_record(world: CampusWorld) -> None:
    connectionid = await connect(world)
    before = world.campus.settings.get("epoch")
    connection = read_connection(world.campus, connectionid)
    change_limits(world.campus, connection, Limits(functions=("core_*",), callquota=5))
    assert (await refusal(world, SITE_INFO, {})).code == "stale_connection"
    assert world.campus.settings.get("epoch") > before
    row = world.campus.store.row("SELECT * FROM audit WHERE kind = 'connection_changed'") or {}
    assert (row["connectionid"], json.loads(row["argumentkeys"])) == (connectionid, ["functions", "callquota"])
    assert world.campus.store.value("SELECT COUNT(*) FROM event WHERE name = 'connection_changed'") == 1


async def test_the_site_tells_its_rates_and_how_many_nodes_it_hears_of(world: CampusWorld) -> None:
    spool = SpoolState(records=0, oldest=None)
    for node, nodes in (("a", 1), ("b", 2), ("a", 2)):
        state = await world.bridge.hello(node=node, version="0", spool=spool)
        assert state.nodes == nodes
    assert (state.settings.rates.user, state.settings.rates.address) == (300, 3000)
    world.clock.now += 61
    assert (await world.bridge.hello(node="a", version="0", spool=spool)).nodes == 1


async def test_the_campus_of_an_older_demo_is_made_anew(world: CampusWorld) -> None:
    path = Path(world.campus.store.value("SELECT file FROM pragma_database_list WHERE name = 'main'"))
    world.campus.close()
    with sqlite3.connect(path) as older:
        older.executescript("PRAGMA user_version = 0; ALTER TABLE connection DROP COLUMN callquota; DELETE FROM user")
    older.close()
    campus = DemoCampus.open(path, wwwroot=WWWROOT)
    assert campus.store.value("SELECT COUNT(*) FROM user WHERE username = 'prof.smith'") == 1
    assert campus.store.row("SELECT callquota FROM connection") is None
    campus.close()
