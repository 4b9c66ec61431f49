"""What strangers write of themselves never keeps a record out, nor those that come after it."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any

import pytest

from tests.moodle.bridge_door import BridgeDoor
from tests.moodle.campus import MoodleCampus
from tests.moodle.webhook_bridge import failed_sign_in

UNWELCOME = "unwelcome"


def picky_database(campus: MoodleCampus, condition: str) -> AbstractContextManager[None]:
    """Make the database refuse rows, as one does whose character set has no room for a text."""
    refusal = f"SET NEW.outcome = IF({condition}, NULL, NEW.outcome)"
    return campus.site.database.trigger("BEFORE INSERT ON mdl_local_mcpgate_audit", refusal)


def row_of(campus: MoodleCampus, record: dict[str, Any]) -> dict[str, Any]:
    (row,) = campus.audit_rows(f"recordid = '{record['recordid']}'")
    return dict(row)


@pytest.mark.threat(91)
def test_a_record_whose_texts_the_database_refuses_goes_in_without_them(campus: MoodleCampus, door: BridgeDoor) -> None:
    first, refused, last = failed_sign_in(), failed_sign_in(useragent=UNWELCOME), failed_sign_in()

    with picky_database(campus, f"NEW.useragent = '{UNWELCOME}'"):
        assert door.ask("record", records=[first, refused, last]).data == {"stored": 3, "known": 0}

    row = row_of(campus, refused)
    assert (row["kind"], row["errorcode"], row["clientip"]) == ("auth_failed", "token_unknown", refused["clientip"])
    assert (row["client"], row["useragent"]) == (None, None)
    assert [row_of(campus, record)["useragent"] for record in (first, last)] == [first["useragent"], last["useragent"]]
    assert door.ask("record", records=[first, refused, last]).data == {"stored": 0, "known": 3}


@pytest.mark.threat(91)
def test_a_record_that_the_database_takes_in_no_form_is_for_the_sidecar_to_set_aside(
    campus: MoodleCampus, door: BridgeDoor
) -> None:
    first, refused, last = failed_sign_in(), failed_sign_in(errorcode=UNWELCOME), failed_sign_in()
    without_error = "kind = 'auth_failed' AND errorcode IS NULL AND clientip IS NULL"
    before = campus.audit_rows(without_error)
    with picky_database(campus, f"NEW.errorcode = '{UNWELCOME}'"):
        for batch in ([first, refused, last], [refused]):
            assert door.ask("record", records=batch).code == "bridge_bad_request"
        assert door.ask("record", records=[first, last]).data == {"stored": 1, "known": 1}
    assert campus.audit_rows(without_error) == before


@pytest.mark.threat(91)
def test_records_wait_for_a_database_that_takes_none(campus: MoodleCampus, door: BridgeDoor) -> None:
    record = failed_sign_in()
    with picky_database(campus, "TRUE"):
        assert door.ask("record", records=[record]).code == "bridge_internal_error"
    assert door.ask("record", records=[record]).data == {"stored": 1, "known": 0}


@pytest.mark.threat(91)
def test_characters_that_not_every_database_has_room_for_are_replaced(campus: MoodleCampus, door: BridgeDoor) -> None:
    record = failed_sign_in(clientid="\N{GRINNING FACE}" * 300, useragent="助手 \N{GRINNING FACE} 1.0")

    assert door.ask("record", records=[record]).data["stored"] == 1

    row = row_of(campus, record)
    assert row["client"] == "\N{REPLACEMENT CHARACTER}" * 255
    assert row["useragent"] == "助手 \N{REPLACEMENT CHARACTER} 1.0"
