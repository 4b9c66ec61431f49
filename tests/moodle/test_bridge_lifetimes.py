"""How long connections and tokens live: unused for so long, and in all for so long."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.moodle.bridge_connect import PendingRequest
from tests.moodle.bridge_grant import DAY_S, Code, TokenPair, reason
from tests.moodle.campus import MoodleCampus
from tests.moodle.visitor import problem, visitor

YEAR_S = 365 * DAY_S
MONTH_S = 30 * DAY_S

pytestmark = pytest.mark.threat(36)


@pytest.fixture(autouse=True)
def usual_lifetimes(campus: MoodleCampus) -> Iterator[None]:
    yield
    campus.set_lifetimes(accesstoken=900, refreshtoken=MONTH_S, connection=YEAR_S)


def test_a_connection_nobody_uses_ends(campus: MoodleCampus) -> None:
    grant = Code.approved(campus, "ana.lima", lifetime_s=90 * DAY_S).redeem()
    assert grant.refresh_expires_in == MONTH_S

    campus.let_time_pass(grant.connectionid, MONTH_S)

    assert reason(grant.ask(TokenPair())) == "refresh_expired"


def test_each_use_gives_a_connection_the_same_time_again(campus: MoodleCampus) -> None:
    grant = Code.approved(campus, "ana.lima", lifetime_s=90 * DAY_S).redeem()
    for _ in range(2):
        campus.let_time_pass(grant.connectionid, MONTH_S - DAY_S)
        grant = grant.refresh()
        assert grant.refresh_expires_in == MONTH_S
    assert grant.open().status == 200


def test_no_token_outlives_its_connection(campus: MoodleCampus) -> None:
    grant = Code.approved(campus, "ana.lima", lifetime_s=DAY_S).redeem()
    campus.let_time_pass(grant.connectionid, DAY_S - 300)

    last = grant.refresh()

    assert 0 < last.access_expires_in <= 300
    assert last.refresh_expires_in == last.access_expires_in
    campus.let_time_pass(grant.connectionid, 300)
    assert reason(last.ask(TokenPair())) == "connection_expired"
    assert last.open().code == "token_expired"


def test_a_site_ends_connections_however_much_they_are_used(campus: MoodleCampus) -> None:
    grant = Code.approved(campus, "ana.lima", lifetime_s=90 * DAY_S).redeem()
    campus.let_time_pass(grant.connectionid, 2 * DAY_S)
    grant = grant.refresh()
    assert grant.open().status == 200

    campus.set_lifetimes(connection=2 * DAY_S)

    assert reason(grant.ask(TokenPair())) == "connection_expired"
    assert grant.open().code == "connection_expired"


def test_a_site_without_an_end_leaves_the_end_to_the_person(campus: MoodleCampus) -> None:
    campus.set_lifetimes(connection=0)
    grant = Code.approved(campus, "ana.lima", lifetime_s=90 * DAY_S).redeem()
    campus.site.installation.run(
        "local/mcpgate/cli/connections.php", f"--change={grant.connectionid}", "--expires=none"
    )

    assert grant.open().data["connection"]["timeexpires"] is None


def test_no_end_of_its_own_is_the_end_the_site_sets(campus: MoodleCampus) -> None:
    grant = Code.approved(campus, "ana.lima").redeem()
    campus.site.installation.run(
        "local/mcpgate/cli/connections.php", f"--change={grant.connectionid}", "--expires=none"
    )
    (row,) = campus.site.database.table("local_mcpgate_connection", where=f"id = {grant.connectionid}")

    assert grant.open().data["connection"]["timeexpires"] == row["timecreated"] + YEAR_S


def test_nobody_sets_an_end_later_than_the_sites(campus: MoodleCampus) -> None:
    grant = Code.approved(campus, "ana.lima").redeem()
    command = ("local/mcpgate/cli/connections.php", f"--change={grant.connectionid}")
    assert campus.site.installation.attempt(*command, f"--expires={YEAR_S + 60}").returncode == 2
    assert campus.site.installation.attempt(*command, f"--expires={YEAR_S - 60}").returncode == 0

    with visitor(campus, "coord.edu") as coordinator:
        page = coordinator.open_connection(grant.connectionid)
        year = int(str(page.form_with("revision").fields["timeexpires[year]"]))
        refused = coordinator.save(page, {"timeexpires[year]": str(year + 1)})
        assert problem(refused, "timeexpires")


@pytest.mark.parametrize(
    ("site_s", "offered"),
    [
        (0, ["86400", "604800", "2592000", "7776000"]),
        (10 * DAY_S, ["86400", "604800"]),
        (7200, ["7200"]),
    ],
)
def test_a_person_chooses_among_the_lifetimes_the_site_allows(
    campus: MoodleCampus, site_s: int, offered: list[str]
) -> None:
    campus.set_lifetimes(connection=site_s)

    asked = PendingRequest.begin(campus)
    with visitor(campus, "ana.lima") as ana:
        form = ana.open(asked.url.removeprefix(f"{campus.wwwroot}/")).form_with("submitbutton")

    assert form.choices["lifetime"] == offered
    assert form.fields["lifetime"] == ("2592000" if site_s == 0 else offered[-1])
