"""How connections end: what their tokens are still good for, and what the record says of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tests.campus import Campus
from tests.contract.changes import until
from tests.contract.server_metadata import server_metadata
from tests.contract.wire import HEADERS, HERE, code_of, coming_from, function_call

GOOD = (200, "")
REVOKED = (401, "connection_revoked")


async def call_with(campus: Campus, access_token: str) -> tuple[int, str]:
    """Run a harmless function with the token; return the status and the code of the refusal, empty if there is none."""
    headers = {**HEADERS, "Authorization": f"Bearer {access_token}"}
    async with coming_from(HERE) as http:
        response = await http.post(
            campus.mcp_url, json=function_call("core_webservice_get_site_info", {}), headers=headers
        )
    return response.status_code, code_of(response)


def ends_of(campus: Campus, connectionid: int) -> tuple[Sequence[str], Sequence[Any]]:
    """Return the reasons in the rows, and in the events, that say the connection was revoked."""
    rows = [
        row["errorcode"]
        for row in campus.audit_rows()
        if (row["connectionid"], row["kind"]) == (connectionid, "connection_revoked")
    ]
    events = [
        event.other["errorcode"]
        for event in campus.events()
        if (event.other.get("connectionid"), event.name) == (connectionid, "connection_revoked")
    ]
    return rows, events


async def wait_for_refusals(campus: Campus, code: str, count: int, **where: str) -> None:
    """Wait until the sidecar has delivered ``count`` refusals with ``code`` in rows that say what ``where`` says."""

    async def delivered() -> bool:
        await server_metadata(campus)
        rows = [row for row in campus.audit_rows() if row["errorcode"] == code and where.items() <= row.items()]
        assert {(row["kind"], row["outcome"]) for row in rows} <= {("auth_failed", "denied")}
        return sum(int(row["attempts"]) for row in rows) == count

    await until(delivered)
