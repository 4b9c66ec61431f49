"""What an administrator of the campus can set."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from sidecar.bridge.demo.store import CampusStore

DEFAULTS: dict[str, Any] = {
    "enabled": True,
    "site_mode": "read",
    "registration": True,
    "maintenance": False,
    "allow_site_admins": False,
    "assessment": False,
    "connection_rate": 60,
    "user_rate": 300,
    "address_rate": 3000,
    "access_token_ttl_s": 900,
    "refresh_token_ttl_s": 2592000,
    "connection_lifetime_s": 31536000,
    "client_documents": "fetch",
    "allowed_origins": [],
    "epoch": 0,
}


class Settings:
    """Reads and writes settings; every change moves the epoch."""

    def __init__(self, store: CampusStore, clock: Callable[[], float]) -> None:
        self._store = store
        self._clock = clock

    def get(self, name: str) -> Any:
        stored = self._store.value("SELECT value FROM setting WHERE name = ?", name)
        return DEFAULTS[name] if stored is None else json.loads(stored)

    def set(self, name: str, value: object) -> None:
        if name not in DEFAULTS:
            raise KeyError(name)
        with self._store.writing():
            self._put(name, value)
            self.touch()

    def touch(self) -> None:
        """Tell sidecars that what they remember of connections may be old."""
        with self._store.writing():
            self._put("epoch", max(self.get("epoch") + 1, int(self._clock() * 1_000_000)))

    def _put(self, name: str, value: object) -> None:
        self._store.execute("INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)", name, json.dumps(value))
