"""Setting limits at a shell: the same checks as on the pages, and each refusal names its option."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Callable
from typing import Any

import pytest

from tests.moodle.bridge_connection import BridgeConnection
from tests.moodle.campus import MoodleCampus

Connect = Callable[..., BridgeConnection]

SCRIPT = "local/mcpgate/cli/connections.php"
DAY_S = 86400


def run(campus: MoodleCampus, *options: str) -> subprocess.CompletedProcess[str]:
    return campus.site.installation.attempt(SCRIPT, *options)


def shown(campus: MoodleCampus, connection: BridgeConnection) -> dict[str, Any]:
    (facts,) = json.loads(run(campus, f"--show={connection.connectionid}", "--json").stdout)
    assert isinstance(facts, dict)
    return facts


@pytest.fixture
def smith_anew(connect: Connect) -> BridgeConnection:
    return connect("prof.smith")


def test_every_limit_can_be_set_and_cleared(campus: MoodleCampus, smith_anew: BridgeConnection) -> None:
    values = {
        "functions": ("core_course_*,mod_forum_*", ["core_course_*", "mod_forum_*"]),
        "courses": (f"{campus.courseid},{campus.other_courseid}", sorted([campus.courseid, campus.other_courseid])),
        "addresses": ("203.0.113.0/24,2001:db8::/32", ["203.0.113.0/24", "2001:db8::/32"]),
        "ratelimit": ("30", 30),
        "callquota": ("1000", 1000),
        "bytequota": ("5000", 5000),
        "approvewrites": ("yes", True),
    }
    change = f"--change={smith_anew.connectionid}"
    done = run(campus, change, *(f"--{name}={value}" for name, (value, _) in values.items()))
    assert (done.returncode, done.stderr) == (0, "")
    limits = shown(campus, smith_anew)["limits"]
    assert {name: limits[name] for name in values} == {name: stored for name, (_, stored) in values.items()}
    assert run(campus, change, *(f"--{name}=none" for name in values)).returncode == 0
    limits = shown(campus, smith_anew)["limits"]
    assert {name: limits[name] for name in values} == {**dict.fromkeys(values), "approvewrites": False}


def test_what_is_not_named_stays_as_it_is(campus: MoodleCampus, smith_anew: BridgeConnection) -> None:
    change = f"--change={smith_anew.connectionid}"
    run(campus, change, "--functions=core_*", "--addresses=203.0.113.0/24", "--ratelimit=30")
    run(campus, change, "--callquota=5")
    facts = shown(campus, smith_anew)
    assert facts["limits"]["functions"] == ["core_*"]
    assert facts["limits"]["addresses"] == ["203.0.113.0/24"]
    assert (facts["limits"]["ratelimit"], facts["limits"]["callquota"]) == (30, 5)
    assert facts["scopes"] == ["api.read"]


def test_the_text_says_how_a_connection_is_limited(campus: MoodleCampus, smith_anew: BridgeConnection) -> None:
    assert run(campus, f"--show={smith_anew.connectionid}").stdout.rstrip("\n").endswith("\t-")
    done = run(campus, f"--change={smith_anew.connectionid}", "--functions=core_course_*,mod_quiz_*", "--ratelimit=30")
    assert done.stdout.rstrip("\n").endswith("\tfunctions=core_course_*,mod_quiz_* ratelimit=30")


def test_a_change_counts_from_the_next_call(campus: MoodleCampus, smith_anew: BridgeConnection) -> None:
    run(campus, f"--change={smith_anew.connectionid}", "--functions=core_webservice_*")
    assert smith_anew.call("core_course_get_contents", {"courseid": campus.courseid}).code == "stale_connection"


def test_a_change_to_what_is_so_already_bumps_no_revision(campus: MoodleCampus, smith_anew: BridgeConnection) -> None:
    change = (f"--change={smith_anew.connectionid}", "--ratelimit=30", f"--courses={campus.courseid}")
    run(campus, *change)
    before = campus.site.database.table("local_mcpgate_connection", where=f"id = {smith_anew.connectionid}")
    assert run(campus, *change).returncode == 0
    assert campus.site.database.table("local_mcpgate_connection", where=f"id = {smith_anew.connectionid}") == before


@pytest.mark.parametrize(
    "option",
    [
        "--functions=core course; x",
        "--functions=",
        "--functions",
        "--courses=999999",
        "--courses=one",
        "--addresses=10.0.0.0/33",
        "--presets=nowhere",
        "--ratelimit=0",
        "--ratelimit=-3",
        "--callquota=1e3",
        "--bytequota=lots",
        "--approvewrites=perhaps",
        "--mode=admin",
        "--mode=write",
        "--expires=soon",
        "--expires=2031-02-30",
        "--expires=2001-01-01",
        "--expires=0",
    ],
)
def test_a_value_that_cannot_be_is_refused_by_the_name_of_its_option(
    campus: MoodleCampus, smith_anew: BridgeConnection, option: str
) -> None:
    before = shown(campus, smith_anew)
    done = run(campus, f"--change={smith_anew.connectionid}", "--callquota=7", option)
    assert done.returncode == 2
    assert option.partition("=")[0] + ": " in done.stderr
    assert shown(campus, smith_anew) == before


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (("--change=999999", "--ratelimit=3"), 1),
        (("--change=one", "--ratelimit=3"), 1),
        (("--ratelimit=3",), 2),
        (("--speed=3",), 2),
    ],
)
def test_a_command_without_something_to_change_fails(campus: MoodleCampus, options: tuple[str, ...], code: int) -> None:
    assert run(campus, *options).returncode == code


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--revoke",), "--revoke: "),
        (("--revoke=",), "--revoke: "),
        (("--revoke-user",), "--revoke-user: "),
        (("--change", "--ratelimit=3"), "--change: "),
        (("--show",), "--show: "),
        (("--user",), "--user: "),
        (("--revoke={id}", "--revoke-user=ana.lima"), "--revoke-user: "),
        (("--revoke={id}", "--user=ana.lima"), "--user: "),
        (("--revoke={id}", "--ratelimit=3"), "--ratelimit: "),
        (("--change={id}", "--ratelimit=3", "--user=ana.lima"), "--user: "),
        (("--show={id}", "--revoke={id}"), "--revoke: "),
        (("--ratelimit=3",), "--ratelimit: "),
    ],
)
def test_a_command_that_is_not_understood_whole_does_nothing(
    campus: MoodleCampus, connect: Connect, options: tuple[str, ...], said: str
) -> None:
    connection = connect("prof.smith")
    before = campus.site.database.table("local_mcpgate_connection")
    done = run(campus, *(option.format(id=connection.connectionid) for option in options))
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert campus.site.database.table("local_mcpgate_connection") == before


def test_one_connection_and_all_of_one_person_are_revoked(campus: MoodleCampus, connect: Connect) -> None:
    first, second, other = connect("bruno.costa"), connect("bruno.costa"), connect("prof.smith")

    def ended() -> list[bool]:
        return [shown(campus, each)["timerevoked"] is not None for each in (first, second, other)]

    assert run(campus, f"--revoke={first.connectionid}").returncode == 0
    assert ended() == [True, False, False]
    assert run(campus, "--revoke-user=bruno.costa").returncode == 0
    assert ended() == [True, True, False]
    listed = json.loads(run(campus, "--user=bruno.costa", "--json").stdout)
    assert {first.connectionid, second.connectionid} <= {facts["id"] for facts in listed}
    unknown = run(campus, "--revoke-user=nobody.here")
    assert (unknown.returncode, "nobody.here" in unknown.stderr) == (1, True)


def test_a_change_of_nothing_is_refused(campus: MoodleCampus, smith_anew: BridgeConnection) -> None:
    assert run(campus, f"--change={smith_anew.connectionid}").returncode == 2


def test_a_revoked_connection_cannot_be_changed(campus: MoodleCampus, smith_anew: BridgeConnection) -> None:
    campus.revoke_connection(smith_anew.connectionid)
    assert run(campus, f"--change={smith_anew.connectionid}", "--ratelimit=3").returncode == 1


@pytest.mark.parametrize(
    ("given", "end"),
    [
        ("2031-01-31T18:00:00Z", 1927648800),
        ("2031-01-31T18:00+02:00", 1927641600),
        ("none", None),
    ],
)
def test_an_end_is_a_date_or_none(
    campus: MoodleCampus, smith_anew: BridgeConnection, given: str, end: int | None
) -> None:
    campus.set_lifetimes(connection=0)
    try:
        assert run(campus, f"--change={smith_anew.connectionid}", f"--expires={given}").returncode == 0
        assert shown(campus, smith_anew)["timeexpires"] == end
    finally:
        campus.set_lifetimes(connection=365 * DAY_S)


def test_an_end_is_also_a_number_of_seconds_from_now(campus: MoodleCampus, smith_anew: BridgeConnection) -> None:
    earliest = int(time.time()) + DAY_S
    assert run(campus, f"--change={smith_anew.connectionid}", f"--expires={DAY_S}").returncode == 0
    assert earliest <= shown(campus, smith_anew)["timeexpires"] <= int(time.time()) + DAY_S


def test_writing_is_taken_away_for_good(campus: MoodleCampus, connect: Connect) -> None:
    campus.set_site_mode("write")
    try:
        connection = connect("prof.smith", scopes=("api.read", "api.write"))
    finally:
        campus.set_site_mode("read")
    assert run(campus, f"--change={connection.connectionid}", "--mode=write", "--ratelimit=9").returncode == 0
    assert shown(campus, connection)["scopes"] == ["api.read", "api.write"]
    assert run(campus, f"--change={connection.connectionid}", "--mode=read").returncode == 0
    assert run(campus, f"--change={connection.connectionid}", "--mode=write").returncode == 2
    assert shown(campus, connection)["scopes"] == ["api.read"]
