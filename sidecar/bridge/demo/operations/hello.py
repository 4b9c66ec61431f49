"""``hello``: the heartbeat, answered with the site's facts."""

from __future__ import annotations

from sidecar import __version__
from sidecar.bridge.demo.campus import DemoCampus
from sidecar.bridge.demo.functions import CATALOGUE_REVISION
from sidecar.bridge.demo.operations.question import Answer, Question
from sidecar.bridge.errors import BridgeError

PROTOCOL = 1
_PLUGIN_VERSION = 2026112200
_SETTINGS = (
    "enabled",
    "site_mode",
    "registration",
    "access_token_ttl_s",
    "refresh_token_ttl_s",
    "assessment",
    "client_documents",
    "allowed_origins",
)
_ALIVE_S = 60


class Spool(Question):
    records: int
    oldest: float | None


class Hello(Question):
    node: str
    version: str
    protocol: int
    spool: Spool


def answer(campus: DemoCampus, question: Hello) -> Answer:
    if question.protocol != PROTOCOL:
        detail = {"supported": [PROTOCOL]}
        raise BridgeError("bridge_protocol_mismatch", "This campus speaks another version of the bridge.", detail)
    _store_heartbeat(campus, question)
    return {
        "protocol": PROTOCOL,
        "time": campus.clock(),
        "plugin": {"version": _PLUGIN_VERSION, "release": __version__},
        "moodle": {
            "release": "4.5 (demo campus)",
            "branch": "405",
            "wwwroot": campus.wwwroot,
            "sitename": "Demo campus",
            "lang": "en",
        },
        "settings": _settings(campus),
        "nodes": campus.store.value("SELECT COUNT(*) FROM node WHERE timelastseen > ?", campus.now - _ALIVE_S),
        "deliveries_due": None,
        "maintenance": campus.settings.get("maintenance"),
        "epoch": campus.settings.get("epoch"),
        "catalogue_revision": CATALOGUE_REVISION,
    }


def _settings(campus: DemoCampus) -> Answer:
    settings = {name: campus.settings.get(name) for name in _SETTINGS}
    rates = {"user": campus.settings.get("user_rate"), "address": campus.settings.get("address_rate")}
    return settings | {"public_url": campus.public_url, "rates": rates}


def _store_heartbeat(campus: DemoCampus, question: Hello) -> None:
    campus.store.execute(
        "INSERT OR REPLACE INTO node (node, version, spoolrecords, spoololdest, timelastseen) VALUES (?, ?, ?, ?, ?)",
        question.node,
        question.version,
        question.spool.records,
        question.spool.oldest,
        campus.now,
    )
