"""What strangers write of themselves never keeps a record out, nor those that come after it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.moodle.bridge_door import BridgeDoor
from tests.moodle.campus import MoodleCampus
from tests.moodle.webhook_bridge import failed_sign_in

UNWELCOME = "unwelcome"


@pytest.fixture
def picky_database(campus: MoodleCampus) -> Iterator[None]:
    """Makes the database refuse a text, as one does whose character set has no room for it."""
    table = "ALTER TABLE mdl_local_mcpgate_audit"
    campus.site.database.execute(f"{table} ADD CONSTRAINT picky CHECK (useragent NOT LIKE '%{UNWELCOME}%')")
    yield
    campus.site.database.execute(f"{table} DROP CONSTRAINT picky")


def row_of(campus: MoodleCampus, record: dict[str, Any]) -> dict[str, Any]:
    (row,) = campus.audit_rows(f"recordid = '{record['recordid']}'")
    return dict(row)


@pytest.mark.threat(91)
@pytest.mark.usefixtures("picky_database")
def test_a_record_whose_texts_the_database_refuses_goes_in_without_them(campus: MoodleCampus, door: BridgeDoor) -> None:
    first, refused, last = failed_sign_in(), failed_sign_in(useragent=UNWELCOME), failed_sign_in()

    assert door.ask("record", records=[first, refused, last]).data == {"stored": 3, "known": 0}

    row = row_of(campus, refused)
    assert (row["kind"], row["errorcode"], row["clientip"]) == ("auth_failed", "token_unknown", refused["clientip"])
    assert (row["client"], row["useragent"]) == (None, None)
    assert [row_of(campus, record)["useragent"] for record in (first, last)] == [first["useragent"], last["useragent"]]
    assert door.ask("record", records=[first, refused, last]).data == {"stored": 0, "known": 3}


@pytest.mark.threat(91)
def test_characters_that_not_every_database_has_room_for_are_replaced(campus: MoodleCampus, door: BridgeDoor) -> None:
    record = failed_sign_in(clientid="\N{GRINNING FACE}" * 300, useragent="助手 \N{GRINNING FACE} 1.0")

    assert door.ask("record", records=[record]).data["stored"] == 1

    row = row_of(campus, record)
    assert row["client"] == "\N{REPLACEMENT CHARACTER}" * 255
    assert row["useragent"] == "助手 \N{REPLACEMENT CHARACTER} 1.0"
