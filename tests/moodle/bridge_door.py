"""A client of the bridge that shares no code with the sidecar, so that the wire itself is tested."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
import time
import tomllib
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.moodle.site import MoodleSite

TIMEOUT_S = 60


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What the bridge said, parsed."""

    status: int
    body: Mapping[str, Any]

    @property
    def data(self) -> Any:
        """The data of a good answer; an ``AssertionError`` with the whole answer otherwise."""
        assert self.body.get("ok") is True, self
        return self.body["data"]

    @property
    def error(self) -> Mapping[str, Any]:
        assert self.body.get("ok") is False, self
        error: Mapping[str, Any] = self.body["error"]
        return error

    @property
    def code(self) -> str:
        return str(self.error["code"])


@dataclass(frozen=True, kw_only=True)
class BridgeDoor:
    """Knocks at one site's bridge with one key."""

    url: str
    key: bytes
    token_key: bytes

    @classmethod
    def of(cls, site: MoodleSite) -> BridgeDoor:
        config = tomllib.loads(site.installation.run("local/mcpgate/cli/sidecar.php"))
        return cls(
            url=f"{site.wwwroot}/local/mcpgate/bridge.php",
            key=key_bytes(config["bridge"]["keys"][0]),
            token_key=key_bytes(config["tokens"]["keys"][0]),
        )

    def token_hash(self, value: str) -> str:
        """Return what the sidecar would store of a code, token or ticket."""
        return hmac.new(self.token_key, value.encode(), hashlib.sha256).hexdigest()

    def ask(self, op: str, **fields: Any) -> Answer:
        """Send one signed operation."""
        body = json.dumps({"op": op, **fields}).encode()
        return self.send(body, self.signed(body))

    def signed(self, body: bytes, *, timestamp: int | None = None, nonce: str | None = None) -> dict[str, str]:
        """Return the headers that make a body ours."""
        sent = str(int(time.time()) if timestamp is None else timestamp)
        once = nonce or secrets.token_hex(16)
        mac = hmac.new(self.key, f"{sent}.{once}.".encode() + body, hashlib.sha256).hexdigest()
        return {"X-Mcpgate-Timestamp": sent, "X-Mcpgate-Nonce": once, "X-Mcpgate-Signature": f"v1={mac}"}

    def send(self, body: bytes, headers: Mapping[str, str], *, method: str = "POST") -> Answer:
        """Send these bytes as they are."""
        request = urllib.request.Request(  # noqa: S310 - our own site
            self.url, data=body, method=method, headers={"Content-Type": "application/json", **headers}
        )
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT_S) as answer:  # noqa: S310
                return Answer(status=answer.status, body=json.load(answer))
        except urllib.error.HTTPError as refused:
            with refused:
                return Answer(status=refused.code, body=json.load(refused))


def key_bytes(entry: str) -> bytes:
    """Return the bytes of a key as it travels, ``<id>:<base64url>``."""
    encoded = entry.partition(":")[2]
    return base64.urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4))
