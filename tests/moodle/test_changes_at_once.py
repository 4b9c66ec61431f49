"""Changes of one connection that are sent at the same moment."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.moodle.bridge_connection import BridgeConnection
from tests.moodle.campus import MoodleCampus
from tests.moodle.visitor import visitor

MANY = 6


@pytest.fixture
def slow_changes(campus: MoodleCampus) -> Iterator[None]:
    """Makes the database slow to write a change, so that the others have read the connection by then."""
    pause = "SET @slept = IF(NEW.revision > OLD.revision, SLEEP(1), 0)"
    with campus.site.database.trigger("BEFORE UPDATE ON mdl_local_mcpgate_connection", pause):
        yield


@pytest.mark.threat(80)
@pytest.mark.usefixtures("slow_changes")
def test_of_changes_at_once_one_is_made_and_the_others_undo_nothing_of_it(
    campus: MoodleCampus, connect: Callable[..., BridgeConnection]
) -> None:
    connection = connect("prof.smith")
    with contextlib.ExitStack() as stack:
        everybody = [stack.enter_context(visitor(campus, "coord.edu")) for _ in range(MANY)]
        forms = [somebody.open_connection(connection.connectionid) for somebody in everybody]
        with ThreadPoolExecutor(MANY) as pool:
            numbers = range(10, 10 + MANY)
            sent = zip(everybody, forms, numbers, strict=True)
            list(pool.map(lambda send: send[0].save(send[1], {"ratelimit": str(send[2])}), sent))
    (row,) = campus.site.database.table("local_mcpgate_connection", where=f"id = {connection.connectionid}")
    where = f"connectionid = {connection.connectionid} AND kind = 'connection_changed'"
    changes = campus.site.database.table("local_mcpgate_audit", where=where)
    assert row["ratelimit"] in numbers
    assert (row["revision"], len(changes)) == (connection.revision + 1, 1)
