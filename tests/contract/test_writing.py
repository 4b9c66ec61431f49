"""Writing: only where the site, the person and the connection all say so."""

from __future__ import annotations

import re

import pytest

from sidecar.demo_check.question import call
from tests.campus import Campus
from tests.contract.changes import writable
from tests.contract.connecting import Connector
from tests.contract.wire import code_of, function_call, post


def discussion(campus: Campus) -> dict[str, object]:
    return {"forumid": campus.forumid, "subject": "From an assistant", "message": "<p>Hello</p>"}


async def test_a_read_only_site_refuses_writing(campus: Campus, connector: Connector) -> None:
    connected = await connector.connect("prof.smith")
    response = await post(connected, function_call("mod_forum_add_discussion", discussion(campus)))
    assert code_of(response) == "write_disabled"


@pytest.mark.threat(40)
async def test_a_reading_connection_is_asked_to_step_up(campus: Campus, connector: Connector) -> None:
    async with writable(campus):
        connected = await connector.connect("prof.smith", mode="read")
        response = await post(connected, function_call("mod_forum_add_discussion", discussion(campus)))
    scope = re.search(r'scope="([^"]*)"', response.headers["www-authenticate"])
    assert response.status_code == 403
    assert 'error="insufficient_scope"' in response.headers["www-authenticate"]
    assert scope is not None
    assert set(scope[1].split()) == {"api.read", "api.write"}


async def test_a_writing_connection_writes(campus: Campus, connector: Connector, era: str) -> None:
    async with writable(campus):
        connected = await connector.connect("prof.smith", mode="write", era=era)
        assert set(connected.scope.split()) == {"api.read", "api.write"}
        async with connected.client(era) as client:
            made = await call(client, "mod_forum_add_discussion", discussion(campus))
    assert made["discussionid"] > 0


@pytest.mark.threat(27)
async def test_a_writing_connection_reads_only_once_the_site_is_read_only_again(
    campus: Campus, connector: Connector
) -> None:
    async with writable(campus):
        connected = await connector.connect("prof.smith", mode="write")
    response = await post(connected, function_call("mod_forum_add_discussion", discussion(campus)))
    reading = await post(connected, function_call("core_webservice_get_site_info", {}))
    assert code_of(response) == "write_disabled"
    assert code_of(reading) == ""


async def test_a_destructive_call_waits_for_a_person(campus: Campus, connector: Connector) -> None:
    async with writable(campus):
        connected = await connector.connect("prof.smith", mode="write")
        response = await post(connected, function_call("core_course_delete_courses", {"courseids": [campus.courseid]}))
    assert code_of(response) == "approval_required"
