"""Lets what a client holds be of the past, and returns once the site acts on it."""

from __future__ import annotations

import httpx2

from tests.campus import Campus
from tests.contract.changes import until
from tests.contract.connecting import TIMEOUT_S
from tests.contract.wire import HEADERS, tool_call

USERNAME = "prof.smith"


async def expire(campus: Campus, access_token: str) -> None:
    """Let the access tokens of the newest connection expire, ``access_token`` among them."""
    campus.expire_access_tokens(campus.connections(USERNAME)[-1].id)
    await until_refused(campus, access_token)


async def revoke(campus: Campus, access_token: str) -> None:
    """Revoke the newest connection, to which ``access_token`` belongs."""
    campus.revoke_connection(campus.connections(USERNAME)[-1].id)
    await until_refused(campus, access_token)


async def until_refused(campus: Campus, access_token: str) -> None:
    headers = {**HEADERS, "Authorization": f"Bearer {access_token}"}

    async with httpx2.AsyncClient(headers=headers, timeout=TIMEOUT_S) as http:

        async def refused() -> bool:
            answer = await http.post(campus.mcp_url, json=tool_call("list_moodle_functions", {"limit": 1}))
            return answer.status_code == 401

        await until(refused)
