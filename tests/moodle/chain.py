"""The chain of the record as it is written down, made without the plugin: what an attacker could do who knows it."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from typing import Any

GENESIS = "0" * 64
PERSONAL = ("client", "clientip", "userid", "useragent")
OWN = ("salt", "chainhash", "sealid")
"""Columns of a row that hold its seal and are not hashed."""


def canonical(values: Mapping[str, Any]) -> str:
    return json.dumps(dict(values), sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def commitment(row: Mapping[str, Any]) -> str:
    """Return what a row commits to about its person."""
    values = canonical({name: row[name] for name in PERSONAL})
    return hmac.new(row["salt"].encode(), values.encode(), hashlib.sha256).hexdigest()


def link(previous: str, row: Mapping[str, Any]) -> str:
    """Return the hash of a row that follows the one with this hash."""
    public = {name: value for name, value in row.items() if name not in (*PERSONAL, *OWN)}
    return hashlib.sha256(f"{previous}\n{canonical(public)}".encode()).hexdigest()


def hashes(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return the hash of each row of a whole chain."""
    chain = [GENESIS]
    for row in rows:
        chain.append(link(chain[-1], row))
    return chain[1:]


def statement(label: str, site: str, seal: Mapping[str, Any], time: int) -> bytes:
    """Return what a seal's signature, or an anchor's, is over."""
    parts = (label, site, seal["sealnumber"], seal["chainlength"], seal["head"], time)
    return "\n".join(map(str, parts)).encode()
