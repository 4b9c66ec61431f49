"""The settings about clients and lifetimes: what the page takes, and what the sidecar is told."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.moodle.bridge_door import BridgeDoor
from tests.moodle.campus import MoodleCampus

YEAR_S = 365 * 86400


def told(door: BridgeDoor) -> dict[str, Any]:
    spool = {"records": 0, "oldest": None}
    hello: dict[str, Any] = door.ask("hello", node="test", version="0", protocol=1, spool=spool).data
    return hello


@pytest.fixture
def usual(campus: MoodleCampus) -> Iterator[None]:
    yield
    campus.set_client_documents("fetch")
    campus.set_allowed_origins([])
    campus.set_lifetimes(connection=YEAR_S)


def test_a_new_site_reads_documents_and_trusts_no_web_page(campus: MoodleCampus, door: BridgeDoor) -> None:
    settings = told(door)["settings"]

    assert (settings["client_documents"], settings["allowed_origins"]) == ("fetch", [])
    config = campus.site.database.table(
        "config_plugins", where="plugin = 'local_mcpgate' AND name = 'connectionlifetime'"
    )
    assert [row["value"] for row in config] == [str(YEAR_S)]


@pytest.mark.usefixtures("usual")
def test_the_sidecar_hears_of_a_change_at_once(campus: MoodleCampus, door: BridgeDoor) -> None:
    before = told(door)["epoch"]
    campus.set_client_documents("pinned")
    campus.set_allowed_origins(["https://inspector.example.edu", "http://localhost:6274"])

    after = told(door)

    assert after["settings"]["client_documents"] == "pinned"
    assert after["settings"]["allowed_origins"] == ["https://inspector.example.edu", "http://localhost:6274"]
    assert after["epoch"] > before
    campus.set_lifetimes(connection=86400)
    assert told(door)["epoch"] > after["epoch"]


@pytest.mark.usefixtures("usual")
def test_a_way_to_know_clients_that_nobody_knows_is_off(campus: MoodleCampus, door: BridgeDoor) -> None:
    command = ("admin/cli/cfg.php", "--component=local_mcpgate", "--name=clientdocuments", "--set=everything")
    campus.site.installation.run(*command)

    assert told(door)["settings"]["client_documents"] == "off"


@pytest.mark.usefixtures("usual")
@pytest.mark.parametrize("origin", ["*", "null", "http://inspector.example.edu", "https://inspector.example.edu/"])
def test_what_is_no_origin_is_not_saved(campus: MoodleCampus, door: BridgeDoor, origin: str) -> None:
    with pytest.raises(ValueError, match="allowedorigins"):
        campus.set_allowed_origins(["https://good.example", origin])

    assert told(door)["settings"]["allowed_origins"] == []


@pytest.mark.usefixtures("usual")
def test_an_origin_that_came_in_past_the_page_is_not_told(campus: MoodleCampus, door: BridgeDoor) -> None:
    command = ("admin/cli/cfg.php", "--component=local_mcpgate", "--name=allowedorigins", "--set=*")
    campus.site.installation.run(*command)

    assert told(door)["settings"]["allowed_origins"] == []


@pytest.mark.usefixtures("usual")
@pytest.mark.parametrize("seconds", [-1, 1, 3599, 20 * YEAR_S])
def test_a_lifetime_that_makes_no_sense_is_not_saved(campus: MoodleCampus, seconds: int) -> None:
    with pytest.raises(ValueError, match="connectionlifetime"):
        campus.set_lifetimes(connection=seconds)
