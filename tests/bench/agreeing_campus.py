"""A campus that lets everything happen, at next to no cost of its own."""

from __future__ import annotations

import json
import time
from typing import Any

from aiohttp import web

from tests.python.bridge.http_campus import success
from tests.python.catalogue.stock_functions import stock_functions
from tests.python.resource_server.gate_world import connection, hello

CLIENT_ID = "mdlmcp_cl_bench"
CLIENT = {
    "client_id": CLIENT_ID,
    "kind": "dynamic",
    "name": "Bench",
    "redirect_uris": ["http://127.0.0.1/callback"],
    "auth_method": "none",
    "secrethash": None,
    "metadata": {"grant_types": ["authorization_code", "refresh_token"]},
    "pinned": False,
    "timecreated": 0,
    "timemodified": 0,
    "timeexpires": None,
}


class AgreeingCampus:
    """Knows one connection and one client, and refreshes whatever it is asked to."""

    def __init__(self, public_url: str) -> None:
        self._public_url = public_url

    async def answer(self, request: web.Request) -> web.StreamResponse:
        return success(self._data(json.loads(await request.read())["op"]))

    def _data(self, op: str) -> dict[str, Any]:
        far = int(time.time()) + 3600
        match op:
            case "hello":
                return hello(public_url=self._public_url, rates={"user": None, "address": None})
            case "catalogue":
                return {"revision": "stock", "functions": list(stock_functions())}
            case "connection.read":
                return {"connection": connection(resource=self._public_url, tokenexpires=far)}
            case "client.read":
                return {"client": CLIENT}
            case "token.refresh":
                grant = {"connectionid": 12, "scopes": ["api.read"], "resource": self._public_url}
                return grant | {"access_expires_in": 900, "refresh_expires_in": 86400}
        return {"stored": 1, "known": 0}
