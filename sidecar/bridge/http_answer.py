"""What an HTTP answer from the address of the bridge means."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NoReturn
from urllib.parse import urlsplit

from sidecar.bridge.errors import BridgeError, BridgeUnavailableError

_NEW_KEYS = (
    "write a new config with `php local/mcpgate/cli/sidecar.php` in the folder of Moodle that holds local/ "
    "and restart the sidecar"
)
_UNAVAILABLE = {
    "bridge_bad_signature": (
        "bridge_key_refused",
        f"Moodle refuses this sidecar's bridge key; {_NEW_KEYS}.",
    ),
    "bridge_clock_skew": (
        "bridge_clock_skew",
        "The clocks of Moodle and of this sidecar are more than a minute apart; set both by NTP.",
    ),
    "site_upgrading": (
        "site_upgrading",
        "This Moodle waits for its upgrade; finish it at Site administration > Notifications.",
    ),
}
_LOST_AT_THE_DOOR = {
    502: ("moodle_unreachable", "The web server cannot reach PHP (502); start PHP or look into the web server's log."),
    503: ("site_upgrading", "Moodle is in maintenance or overloaded (503); wait until it serves again."),
    504: ("moodle_timeout", "PHP did not answer the web server in time (504); look into the web server's log."),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class HttpAnswer:
    """Status, the two headers that matter, and a body of bounded size."""

    url: str
    status: int
    content_type: str
    location: str
    body: bytes


def read_answer(answer: HttpAnswer) -> Mapping[str, Any]:
    """Return the ``data`` of the envelope; raises ``BridgeError`` with what to do next."""
    envelope = _envelope(answer)
    data = envelope.get("data")
    if answer.status == 200 and envelope.get("ok") is True and isinstance(data, dict):
        return data
    error = envelope.get("error")
    if envelope.get("ok") is False and isinstance(error, dict):
        _refuse(error)
    raise _invalid(answer, "is JSON, but not the plugin's")


def _envelope(answer: HttpAnswer) -> dict[str, Any]:
    if answer.content_type == "application/json":
        try:
            envelope = json.loads(answer.body)
        except (ValueError, RecursionError):
            raise _invalid(answer, "is broken JSON") from None
        if isinstance(envelope, dict):
            return envelope
        raise _invalid(answer, "is JSON, but not the plugin's")
    raise _not_the_plugin(answer)


def _not_the_plugin(answer: HttpAnswer) -> BridgeUnavailableError:
    if answer.status in _LOST_AT_THE_DOOR:
        code, message = _LOST_AT_THE_DOOR[answer.status]
        return BridgeUnavailableError(code, message)
    if 300 <= answer.status < 400:
        try:
            target = urlsplit(answer.location)
        except ValueError:
            return _invalid(answer, "leads to what is no address")
        where = f"{target.scheme}://{target.netloc}{target.path}" if target.netloc else target.path
        return BridgeUnavailableError(
            "moodle_answer_invalid",
            f"{answer.url} leads elsewhere, to {where[:200]}; correct wwwroot and bridge_url in [moodle].",
        )
    if answer.status >= 500:
        return _invalid(answer, "is a failure of the server")
    if answer.status == 404 or answer.content_type in ("text/html", "application/xhtml+xml"):
        return BridgeUnavailableError(
            "plugin_missing",
            f"There is no plugin at {answer.url} (HTTP {answer.status}); install local_mcpgate on this Moodle, "
            "or correct wwwroot and bridge_url in [moodle].",
        )
    return _invalid(answer, "is not JSON")


def _refuse(error: Mapping[str, Any]) -> NoReturn:
    code, message, detail = error.get("code"), error.get("message"), error.get("detail")
    if not isinstance(code, str) or not isinstance(message, str):
        raise BridgeUnavailableError("moodle_answer_invalid", "The plugin's refusal has no code; update the plugin.")
    detail = detail if isinstance(detail, dict) else {}
    if code in _UNAVAILABLE:
        ours, advice = _UNAVAILABLE[code]
        raise BridgeUnavailableError(ours, advice, detail)
    raise BridgeError(code, message, detail)


def _invalid(answer: HttpAnswer, what: str) -> BridgeUnavailableError:
    return BridgeUnavailableError(
        "moodle_answer_invalid",
        f"The answer of {answer.url} (HTTP {answer.status}) {what}; look into the log of its web server and of PHP.",
    )
